import type {
  CohortAnswer,
  ExportAnswer,
  JoinAnswer,
  LeaveAnswer,
  RotateAnswer,
  StatsAnswer,
  UpdateAnswer,
} from './answers.ts';
import type { MemberDocument } from './member.ts';
import type { LeaderboardAnswer, SubmitAnswer } from './submission.ts';

/** What every answer of `tito community` says besides the registry's own words. */
export interface Surround {
  schema_version: 1;
  /** Path or URL of the registry. */
  registry: string;
  /** Where the map can be looked at; null for a registry without pages. */
  map: string | null;
  /** What could not be done, or is worth a word. */
  warnings: string[];
}

/** What `join --dry-run` shows: the very JSON that would be given. */
export interface JoinPlan extends Surround {
  /** Where each part comes from, by its path. */
  origins: Record<string, string>;
  document: MemberDocument;
}

export interface JoinScreen extends Surround, JoinAnswer {
  /** Path of `my_submission.json`; null where it could not be written. */
  file: string | null;
}

export interface UpdateScreen extends Surround, UpdateAnswer {
  file: string | null;
  /** Which file each number of the progress was read from. */
  origins: Record<string, string>;
}

export interface StatsScreen extends Surround, StatsAnswer {
  /** Whether only the member's own cohort was asked for. */
  only_cohort: boolean;
}

export interface CohortScreen extends Surround, CohortAnswer {}
export interface LeaderboardScreen extends Surround, LeaderboardAnswer {}

export interface SubmitScreen extends Surround {
  submitted: (SubmitAnswer & { file: string; stated_score: number | null })[];
  refused: { file: string; code: string; reason: string }[];
  /** Submissions that wait until the registry can be reached, oldest first. */
  waiting: { file: string; reason: string }[];
}

export interface ExportScreen extends Surround, ExportAnswer {}

export interface LeaveScreen extends Surround, LeaveAnswer {
  builder_number: number | null;
  /** Files that were removed here. */
  files: string[];
}

export interface RotateScreen extends Surround, RotateAnswer {}
