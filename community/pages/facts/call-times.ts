/** How long single calls took, in bins of equal width on a logarithmic scale that all rows share. */
export interface CallTimes {
  /** Ends of the scale in milliseconds. */
  from_ms: number;
  to_ms: number;
  rows: {
    label: string;
    /** Counts by bin. */
    counts: number[];
    /** Median of all calls. */
    median_ms: number;
    calls: number;
    /** Calls that took longer than the scale reaches. */
    slower: number;
  }[];
}

const BINS = 60;
/** The slowest few in a thousand would press all others into a corner; they are counted instead. */
const SHOWN_SHARE = 0.995;
/** At least a factor of two is shown, or noise would look like a difference. */
const LEAST_SPAN = 2;

/**
 * @param rows calls by isolate, in milliseconds
 * @returns null where nothing was timed
 */
export function callTimes(
  rows: readonly { label: string; calls_ms: readonly (readonly number[])[] }[],
): CallTimes | null {
  const timed = rows
    .map(({ label, calls_ms }) => ({
      label,
      sorted: Float64Array.from(calls_ms.flat().filter((ms) => Number.isFinite(ms) && ms > 0)).sort(),
    }))
    .filter(({ sorted }) => sorted.length > 0);
  if (timed.length === 0) return null;
  const at = (sorted: Float64Array, share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 1;
  const low = Math.min(...timed.map(({ sorted }) => at(sorted, 0)));
  const high = Math.max(...timed.map(({ sorted }) => at(sorted, SHOWN_SHARE)));
  const wider = Math.sqrt(Math.max(1, LEAST_SPAN / (high / low)));
  const [from_ms, to_ms] = [low / wider, high * wider];
  const scale = BINS / Math.log(to_ms / from_ms);
  return {
    from_ms,
    to_ms,
    rows: timed.map(({ label, sorted }) => {
      const counts = Array.from({ length: BINS }, () => 0);
      let slower = 0;
      for (const ms of sorted) {
        const bin = Math.min(BINS - 1, Math.floor(Math.log(ms / from_ms) * scale));
        if (ms > to_ms) slower += 1;
        else counts[bin] = (counts[bin] ?? 0) + 1;
      }
      return { label, counts, median_ms: at(sorted, 0.5), calls: sorted.length, slower };
    }),
  };
}
