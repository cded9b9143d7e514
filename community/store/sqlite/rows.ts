import type { Best, Member, Submission } from '../../store.ts';

/** A member as its table has it. */
export type MemberRow = Omit<Member, 'setup_verified' | 'milestone_days'> & {
  setup_verified: number;
  /** A list as JSON. */
  milestone_days: string;
};

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

export const memberFrom = (row: MemberRow): Member => ({
  ...row,
  setup_verified: row.setup_verified === 1,
  milestone_days: JSON.parse(row.milestone_days),
});

export const memberValues = (member: Member): (string | number | null)[] =>
  MEMBER_COLUMNS.map((column) => {
    const value = member[column];
    if (Array.isArray(value)) return JSON.stringify(value);
    return typeof value === 'boolean' ? Number(value) : value;
  });

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

export const submissionFrom = (row: Submission): Submission => ({ ...row });

export const submissionValues = (submission: Submission): (string | number | null)[] =>
  SUBMISSION_COLUMNS.map((column) => submission[column]);

export const BEST_COLUMNS = ['metric', 'value', 'at', 'submission_id'] as const satisfies (keyof Best)[];

/** `a, b` for a list of columns, `t.a, t.b` where they are a certain table's. */
export const columns = (names: readonly string[], table?: string): string =>
  names.map((name) => (table ? `${table}.${name}` : name)).join(', ');

/** `?, ?` for as many. */
export const places = (names: readonly string[]): string => names.map(() => '?').join(', ');
