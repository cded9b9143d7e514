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
import type { Track } from './schema/community/groups.ts';
import type { MemberDocument, MemberUpdate } from './schema/community/member.ts';
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
  close: () => Promise<void>;
}
