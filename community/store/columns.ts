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

/** `a, b` for a list of columns, `t.a, t.b` where they are a certain table's. */
export const columns = (names: readonly string[], table?: string): string =>
  names.map((name) => (table ? `${table}.${name}` : name)).join(', ');
