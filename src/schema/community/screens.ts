import type {
  CohortAnswer,
  ExportAnswer,
  JoinAnswer,
  LeaveAnswer,
  RotateAnswer,
  StatsAnswer,
  UpdateAnswer,
} from './answers.ts';
import type { ClassAnswer, ClassBoardAnswer, ClassRemovalAnswer, RosterAnswer } from './class-answers.ts';
import type { MemberDocument } from './member.ts';
import type { ModerationAnswer, ModerationLogAnswer, ReviewsAnswer } from './moderation.ts';
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
  /** What the instructor of the class would see; null without a class. */
  class_notice: string | null;
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
  waiting: { file: string; code: string; reason: string }[];
}

export interface ExportScreen extends Surround, ExportAnswer {}

export interface LeaveScreen extends Surround, LeaveAnswer {
  builder_number: number | null;
  /** Files that were removed here. */
  files: string[];
}

/** A class as it is shown on the machine that made it. */
export interface ShownClass extends ClassAnswer {
  /** As it is told to people. */
  code: string;
  /** The admin token, where it was asked for. */
  token?: string;
}

export interface ClassScreen extends Surround {
  action: 'create' | 'list' | 'renew' | 'freeze' | 'unfreeze';
  classes: ShownClass[];
  /** Where codes and admin tokens are kept. */
  file: string;
}

export interface RosterScreen extends Surround, RosterAnswer {}
export interface ClassBoardScreen extends Surround, ClassBoardAnswer {}
export interface ClassRemovalScreen extends Surround, ClassRemovalAnswer {}

export interface ModerationScreen extends Surround, ModerationAnswer {}
export interface ModerationLogScreen extends Surround, ModerationLogAnswer {}
export interface ReviewsScreen extends Surround, ReviewsAnswer {
  /** What was asked for. */
  status: 'all' | 'flagged';
  handle: string | null;
}

export interface RotateScreen extends Surround, RotateAnswer {}
