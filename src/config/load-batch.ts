import { readFileSync } from 'node:fs';
import { discover, type Found, type Places, YAML } from '../discovery/discover.ts';
import { pick } from '../discovery/load.ts';
import { type TaskBatch, taskBatch } from '../schema/task.ts';
import { loadSuite } from './load-suite.ts';

/** As YAML, and as the build compacts it. */
const KIND = /^\{?"?kind"?:\s*["']?tasks\b/m;

/**
 * Reads a batch of tasks, `suites/<id>.yaml` with `kind: tasks`. What else tito has among its suites is none.
 * @throws TitoError `unknown_id` with the batches that there are; `invalid_config` as `loadSuite`
 */
export function loadBatch(id: string, places: Places): Promise<TaskBatch> {
  const suites = discover('suite', 'suites', places, YAML);
  // A file of the user's may have its mistake in that very line, and then is told of it.
  pick(
    'batch',
    id,
    suites.filter((suite) => !isOwn(suite, places) || isBatch(suite)),
  );
  return loadSuite(id, taskBatch, places);
}

const isOwn = ({ file }: Found, { root }: Places): boolean => file.startsWith(root);

function isBatch({ file }: Found): boolean {
  try {
    return KIND.test(readFileSync(file, 'utf8'));
  } catch {
    // Why it can't be read is said where it is read.
    return true;
  }
}
