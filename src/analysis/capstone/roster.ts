import type { CapstoneReport } from '../../schema/capstone-report.ts';
import { TRACKS, type Track } from '../../schema/capstone-suite.ts';
import type { RosterEntry } from '../../schema/roster.ts';

/** What became of one student: a report, or the reason why there is none. */
export interface StudentOutcome {
  name: string;
  report: CapstoneReport | null;
  /** Why nothing was run. */
  reason: string | null;
  file: string | null;
}

/**
 * Students by their score, the best first, and after them those without one, by name. Equal scores share a place, and
 * the places after them are left out ("1224", standard competition ranking).
 *
 * @param track whose score counts; `all` for the overall score
 */
export function rankStudents(outcomes: readonly StudentOutcome[], track: Track | 'all'): RosterEntry[] {
  const entries = outcomes.map((outcome) => entryOf(outcome, track)).sort(byScore);
  const scores = entries.map(({ score }) => score);
  return entries.map((entry) => ({
    ...entry,
    rank: entry.score === null ? null : scores.indexOf(entry.score) + 1,
  }));
}

function byScore(a: RosterEntry, b: RosterEntry): number {
  return (b.score ?? -1) - (a.score ?? -1) || (a.name < b.name ? -1 : 1);
}

function entryOf({ name, report, reason, file }: StudentOutcome, track: Track | 'all'): RosterEntry {
  const wanted = track === 'all' ? TRACKS : [track];
  const tracks = report ? wanted.map((each) => [each, outcomeOf(report, each)] as const) : [];
  const score = report && (track === 'all' ? report.overall_score : report.tracks[track].score);
  const interval =
    report && (track === 'all' ? report.overall_score_interval : report.tracks[track].score_interval);
  return {
    name,
    rank: null,
    score,
    score_interval: interval,
    tracks: Object.fromEntries(tracks),
    reason: reason ?? (score === null ? explain(tracks) : null),
    file,
  };
}

function outcomeOf(report: CapstoneReport, track: Track): NonNullable<RosterEntry['tracks'][Track]> {
  const { status, score, reason } = report.tracks[track];
  return { status, score, ...(reason === undefined ? {} : { reason }) };
}

/** The reasons of the tracks without a score; a reason that several share is said once. */
function explain(
  tracks: readonly (readonly [Track, { score: number | null; reason?: string | undefined }])[],
) {
  const reasons = new Map<string, Track[]>();
  for (const [track, { score, reason = 'it has no score' }] of tracks) {
    if (score === null) reasons.set(reason, [...(reasons.get(reason) ?? []), track]);
  }
  const isShared = reasons.size === 1 && [...reasons.values()][0]?.length === tracks.length;
  return [...reasons].map(([reason, of]) => (isShared ? reason : `${of.join(', ')}: ${reason}`)).join('; ');
}
