import type { AnySavedRun } from '../../schema/runs.ts';
import { levelOf } from '../comparisons/ratio.ts';
import type { RunLevel } from '../comparisons/run-level.ts';
import { machineOf } from './machine.ts';
import { subjectOf, type WorkloadLevel, workloadLevels } from './workload-levels.ts';

/** One workload in one saved run, where it stands in a history. */
export interface HistoryPoint {
  file: string;
  /** ISO 8601. */
  timestamp: string;
  revision: string | null;
  machine: string;
  id: string;
  title: string;
  definition: string;
  subject: string;
  basis: string;
  /** Typical time of a call. */
  latency_ms: number | null;
  /** Logarithm of its time over that of the basis. */
  level: number;
  /** The same as it was found, with the variance between isolates. */
  found: RunLevel;
}

export interface RunPoints {
  points: HistoryPoint[];
  /** Workloads that were timed with nothing beside them. */
  alone: number;
}

/**
 * What a saved run adds to a history.
 * @param file as it is to be shown
 */
export function pointsOf(file: string, run: AnySavedRun): RunPoints {
  const machine = machineOf(run.environment.system);
  const revision = subjectOf(run)?.revision ?? null;
  const sound = workloadLevels(run).filter(({ trouble }) => trouble === null);
  const points = sound.flatMap((each): HistoryPoint[] => {
    const { id, title, definition, subject, basis, level: found } = each;
    if (basis === null || found.level === null) return [];
    const common = { file, timestamp: run.started_at, revision, machine, latency_ms: typicalTime(each) };
    return [{ ...common, id, title, definition, subject, basis, level: found.level, found }];
  });
  return { points, alone: sound.filter(({ basis }) => basis === null).length };
}

const typicalTime = ({ calls }: WorkloadLevel): number | null => levelOf(calls).level;

type SeriesIdentity = Pick<HistoryPoint, 'id' | 'definition' | 'subject' | 'basis' | 'machine'>;

/** Points with the same one belong to one series: the same work by the same code, on one machine and basis. */
export const seriesKey = ({ id, definition, subject, basis, machine }: SeriesIdentity): string =>
  JSON.stringify([id, definition, subject, basis, machine]);

/** `run_2.json` stands between `run.json` and `run_10.json`. */
function byName(a: string, b: string): number {
  const [first, second] = [a, b].map((name) => name.replace(/\.jsonl?$/, ''));
  return new Intl.Collator('en', { numeric: true }).compare(first ?? '', second ?? '');
}

/**
 * Whether a timestamp is of an earlier moment. Those of runs are all in UTC, so that their letters sort as time does, but
 * for the sign behind them: a fraction of a second may be there or not.
 */
export const isEarlier = (a: string, b: string): boolean => a.replace(/Z$/, '') < b.replace(/Z$/, '');

function byTime(a: string, b: string): number {
  if (isEarlier(a, b)) return -1;
  return isEarlier(b, a) ? 1 : 0;
}

/** Oldest first; those of the same moment in the order of their names, which tito numbers. */
export const inTime = (points: readonly HistoryPoint[]): HistoryPoint[] =>
  points.toSorted((a, b) => byTime(a.timestamp, b.timestamp) || byName(a.file, b.file));
