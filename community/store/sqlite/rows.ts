import type { ClassRemoval } from '../../class-writes.ts';
import type { Member, Submission } from '../../store.ts';
import { MEMBER_COLUMNS, SUBMISSION_COLUMNS } from '../columns.ts';

/** A member as its table has it. */
export type MemberRow = Omit<Member, 'setup_verified' | 'milestone_days' | 'class_removal'> & {
  setup_verified: number;
  /** A list as JSON. */
  milestone_days: string;
  class_removal: string | null;
};

// Field by field: a row has no shape that V8 knows, and to spread one takes half as long as to find it.
export const memberFrom = (row: MemberRow): Member => ({
  number: row.number,
  id: row.id,
  token_sha256: row.token_sha256,
  handle: row.handle,
  joined_at: row.joined_at,
  updated_at: row.updated_at,
  cohort: row.cohort,
  country: row.country,
  institution: row.institution,
  institution_type: row.institution_type,
  course_type: row.course_type,
  experience_level: row.experience_level,
  setup_verified: row.setup_verified === 1,
  modules_completed: row.modules_completed,
  milestones_passed: row.milestones_passed,
  milestone_days: JSON.parse(row.milestone_days),
  class_id: row.class_id,
  class_removal: row.class_removal === null ? null : (JSON.parse(row.class_removal) as ClassRemoval),
});

export const memberValues = (member: Member): (string | number | null)[] =>
  MEMBER_COLUMNS.map((column) => {
    const value = member[column];
    if (typeof value === 'object' && value !== null) return JSON.stringify(value);
    return typeof value === 'boolean' ? Number(value) : value;
  });

export const submissionFrom = (row: Submission): Submission => ({
  id: row.id,
  member_id: row.member_id,
  kind: row.kind,
  status: row.status,
  reason: row.reason,
  received_at: row.received_at,
  measured_at: row.measured_at,
  score: row.score,
  score_low: row.score_low,
  score_high: row.score_high,
  speed: row.speed,
  compression: row.compression,
  accuracy: row.accuracy,
  efficiency: row.efficiency,
  bracket: row.bracket,
  subject: row.subject,
  subject_sha256: row.subject_sha256,
  samples_sha256: row.samples_sha256,
  seed: row.seed,
});

export const submissionValues = (submission: Submission): (string | number | null)[] =>
  SUBMISSION_COLUMNS.map((column) => submission[column]);

/** `?, ?` for as many. */
export const places = (names: readonly string[]): string => names.map(() => '?').join(', ');
