import type { Class } from '../../class-writes.ts';
import type { Moderation } from '../../moderation-writes.ts';
import type { Member, Submission } from '../../store.ts';
import { CLASS_COLUMNS, columns, MEMBER_COLUMNS, SUBMISSION_COLUMNS } from '../columns.ts';

/** Types of the columns, as rows are sent. */
export const MEMBER_TYPES = {
  number: 'bigint',
  id: 'text',
  token_sha256: 'text',
  handle: 'text',
  joined_at: 'bigint',
  updated_at: 'bigint',
  cohort: 'text',
  country: 'text',
  institution: 'text',
  institution_type: 'text',
  course_type: 'text',
  experience_level: 'text',
  setup_verified: 'boolean',
  modules_completed: 'integer',
  milestones_passed: 'integer',
  milestone_days: 'jsonb',
  class_id: 'text',
  class_removal: 'json',
} as const satisfies Record<keyof Member, string>;

export const SUBMISSION_TYPES = {
  id: 'text',
  member_id: 'text',
  kind: 'text',
  status: 'text',
  reason: 'text',
  received_at: 'bigint',
  measured_at: 'bigint',
  score: 'integer',
  score_low: 'integer',
  score_high: 'integer',
  speed: 'integer',
  compression: 'integer',
  accuracy: 'integer',
  efficiency: 'integer',
  bracket: 'text',
  subject: 'text',
  subject_sha256: 'text',
  samples_sha256: 'text',
  seed: 'bigint',
} as const satisfies Record<keyof Submission, string>;

export const CLASS_TYPES = {
  id: 'text',
  name: 'text',
  code_sha256: 'text',
  admin_sha256: 'text',
  created_at: 'bigint',
  code_at: 'bigint',
  expires_at: 'bigint',
  frozen_until: 'bigint',
} as const satisfies Record<keyof Class, string>;

export const CLASS = columns(CLASS_COLUMNS);
export const MODERATION_TYPES = {
  at: 'bigint',
  action: 'text',
  reason: 'text',
  member_id: 'text',
  submission_id: 'text',
  kind: 'text',
  received_at: 'bigint',
} as const satisfies Record<keyof Omit<Moderation, 'number'>, string>;

export const MEMBER = columns(MEMBER_COLUMNS);
export const SUBMISSION = columns(SUBMISSION_COLUMNS);
/** Of table `best`: a value is kept negated. */
export const BEST = 'member_id, metric, 0 - minus_value AS value, at, submission_id';
