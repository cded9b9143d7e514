import type { Class } from '../class-writes.ts';
import type { Moderation } from '../moderation-writes.ts';
import type { Best, Member, Submission } from '../store.ts';

export const MEMBER_COLUMNS = [
  'number',
  'id',
  'token_sha256',
  'handle',
  'joined_at',
  'updated_at',
  'cohort',
  'country',
  'institution',
  'institution_type',
  'course_type',
  'experience_level',
  'setup_verified',
  'modules_completed',
  'milestones_passed',
  'milestone_days',
  'class_id',
  'class_removal',
] as const satisfies (keyof Member)[];

export const SUBMISSION_COLUMNS = [
  'id',
  'member_id',
  'kind',
  'status',
  'reason',
  'received_at',
  'measured_at',
  'score',
  'score_low',
  'score_high',
  'speed',
  'compression',
  'accuracy',
  'efficiency',
  'bracket',
  'subject',
  'subject_sha256',
  'samples_sha256',
  'seed',
] as const satisfies (keyof Submission)[];

export const BEST_COLUMNS = ['metric', 'value', 'at', 'submission_id'] as const satisfies (keyof Best)[];

export const CLASS_COLUMNS = [
  'id',
  'name',
  'code_sha256',
  'admin_sha256',
  'created_at',
  'code_at',
  'expires_at',
  'frozen_until',
] as const satisfies (keyof Class)[];

export const MODERATION_COLUMNS = [
  'at',
  'action',
  'reason',
  'member_id',
  'submission_id',
  'kind',
  'received_at',
] as const satisfies (keyof Moderation)[];

/** `a, b` for a list of columns, `t.a, t.b` where they are a certain table's. */
export const columns = (names: readonly string[], table?: string): string =>
  names.map((name) => (table ? `${table}.${name}` : name)).join(', ');
