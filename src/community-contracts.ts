import type {
  CohortAnswer,
  CohortQuery,
  CutoffsAnswer,
  ExportAnswer,
  JoinAnswer,
  LeaveAnswer,
  RotateAnswer,
  StatsAnswer,
  UpdateAnswer,
} from './schema/community/answers.ts';
import type { ClassChange, ClassDocument, ClassRemoval } from './schema/community/class.ts';
import type {
  ClassAnswer,
  ClassBoardAnswer,
  ClassBoardQuery,
  ClassRemovalAnswer,
  RosterAnswer,
  RosterQuery,
} from './schema/community/class-answers.ts';
import type { Track } from './schema/community/groups.ts';
import type { MemberDocument, MemberUpdate } from './schema/community/member.ts';
import type {
  ModerationAnswer,
  ModerationLogAnswer,
  ModerationLogQuery,
  ModerationReason,
  ReviewsAnswer,
  ReviewsQuery,
} from './schema/community/moderation.ts';
import type { LeaderboardAnswer, LeaderboardQuery, SubmitAnswer } from './schema/community/submission.ts';

/** Who asks: a member by the 256-bit token in hexadecimal, or nobody in particular. */
export type Token = string;

/**
 * The community's registry as everybody sees it: opened as a file in this process, or asked over HTTP. Both refuse with
 * the same `TitoError`s: `not_a_member`, `wrong_token`, `bad_request`, `run_refused`, `duplicate_run`, `quota_used`,
 * `rate_limited`, and what else `errors.ts` lists for the community.
 */
export interface Registry {
  /** Where it is, for people: a path or a URL. */
  readonly place: string;
  /** Makes a member, or finds the one with this id; the token becomes the member's where it is new. */
  join: (document: MemberDocument, token: Token) => Promise<JoinAnswer>;
  update: (update: MemberUpdate, token: Token) => Promise<UpdateAnswer>;
  stats: (token: Token | null) => Promise<StatsAnswer>;
  cohort: (query: CohortQuery, token: Token) => Promise<CohortAnswer>;
  /** What it takes to be among the best of the member's cohort. */
  cutoffs: (track: Track, token: Token) => Promise<CutoffsAnswer>;
  leaderboard: (query: LeaderboardQuery, token: Token | null) => Promise<LeaderboardAnswer>;
  /**
   * Checks a saved run from its raw samples and ranks it.
   * @param document the results file as it is saved
   * @param key the same for every attempt to submit the same run: it counts once
   */
  submit: (document: Record<string, unknown>, key: string, token: Token) => Promise<SubmitAnswer>;
  export: (token: Token) => Promise<ExportAnswer>;
  leave: (token: Token) => Promise<LeaveAnswer>;
  /** Gives the member another token; the former one works for a little longer. */
  rotate: (next: Token, token: Token) => Promise<RotateAnswer>;
  /** Of instructors, who are nobody else's members by that. */
  readonly classes: Classes;
  /** Of whoever keeps the registry in order. */
  readonly moderation: Moderators;
  close: () => Promise<void>;
}

/**
 * What moderators do, by the registry's admin token. A file of one's own needs none; elsewhere another token is refused
 * with `not_a_moderator`, and with `no_moderator` where none was made.
 */
export interface Moderators {
  /** Runs to be looked at, the latest first. */
  reviews: (query: ReviewsQuery, token: Token | null) => Promise<ReviewsAnswer>;
  /** What was done, the latest first. */
  history: (query: ModerationLogQuery, token: Token | null) => Promise<ModerationLogAnswer>;
  /** Takes a run its rank; its member is told why. The same once more changes nothing, as with the others. */
  flag: (run: string, why: ModerationReason, token: Token | null) => Promise<ModerationAnswer>;
  unflag: (run: string, token: Token | null) => Promise<ModerationAnswer>;
  /** Removes a run for good; why is kept for its member. */
  remove: (run: string, why: ModerationReason, token: Token | null) => Promise<ModerationAnswer>;
}

/**
 * What instructors do with their classes, each by the admin token of the class: 256 bits in hexadecimal, drawn by the
 * instructor. All but `create` refuse another token with `not_an_instructor`.
 */
export interface Classes {
  /** Makes a class, or finds the one with this id and token. */
  create: (document: ClassDocument, token: Token) => Promise<ClassAnswer>;
  read: (token: Token) => Promise<ClassAnswer>;
  change: (change: ClassChange, token: Token) => Promise<ClassAnswer>;
  /** Everybody in it, by handle. */
  roster: (query: RosterQuery, token: Token) => Promise<RosterAnswer>;
  board: (query: ClassBoardQuery, token: Token) => Promise<ClassBoardAnswer>;
  /** Takes somebody out of the class, not out of the registry. */
  remove: (handle: string, removal: ClassRemoval, token: Token) => Promise<ClassRemovalAnswer>;
}
