import type { Metric, Track } from '../../../src/schema/community/groups.ts';
import type { Scores, SubmissionStatus } from '../../../src/schema/community/submission.ts';
import { decompress } from '../../registry/compression.ts';
import { isoDay } from '../../registry/times.ts';
import type { Store } from '../../store.ts';
import { plotsOf, type RunPlots } from './run-plots.ts';

/** A run as everybody may see it: of the member nothing but the handle, of the code nothing but its kind. */
export interface RunFacts extends Scores {
  id: string;
  handle: string;
  status: SubmissionStatus;
  bracket: string;
  subject: string;
  submitted: string;
  /** Tracks on which it is its member's best, with its place among all. */
  places: { track: Track; rank: number; of: number }[];
  plots: RunPlots | null;
}

const ID = /^[0-9a-f-]{8,64}$/;
const MOST_KEPT = 256;

/** Reads runs; what is drawn of them is kept, since a saved run does not change. */
export function runReader(store: Store): (id: string) => Promise<RunFacts | null> {
  const drawn = new Map<string, RunPlots | null>();
  const plots = async (id: string) => {
    const known = drawn.get(id);
    if (known !== undefined) return known;
    const read = await readPlots(store, id);
    const [oldest] = drawn.keys();
    if (drawn.size >= MOST_KEPT && oldest !== undefined) drawn.delete(oldest);
    drawn.set(id, read);
    return read;
  };
  return async (id) => {
    const submission = ID.test(id) ? await store.submission(id) : null;
    const member = submission && (await store.member(submission.member_id));
    if (!submission || !member) return null;
    const { kind, score, score_low, score_high, status, bracket, subject, received_at } = submission;
    const { speed, compression, accuracy, efficiency } = submission;
    const bests = await store.bests(member.id);
    const own = bests.filter((best) => best.submission_id === id && isTrack(best.metric));
    return {
      id,
      handle: member.handle,
      kind,
      score,
      score_interval: score_low === null || score_high === null ? null : [score_low, score_high],
      tracks: kind === 'capstone' ? { speed, compression, accuracy, efficiency } : null,
      status,
      bracket,
      subject,
      submitted: isoDay(received_at),
      places: await Promise.all(
        own.map(async ({ metric, value }) => ({
          track: metric as Track,
          ...(await store.rank({ kind: 'all', key: '' }, metric, value)),
        })),
      ),
      plots: await plots(id),
    };
  };
}

const isTrack = (metric: Metric): metric is Track => metric !== 'progress';

async function readPlots(store: Store, id: string): Promise<RunPlots | null> {
  const bytes = await store.document(id);
  if (bytes === null) return null;
  try {
    return plotsOf(await decompress(bytes));
  } catch {
    // What can't be read any more has a page all the same: its scores were computed when it came.
    return null;
  }
}
