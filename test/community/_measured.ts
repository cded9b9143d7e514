import { join } from 'node:path';
import { buildReport } from '../../src/analysis/build-report.ts';
import { digestsOf } from '../../src/analysis/check/digests.ts';
import { type AnyRun, RUN_SCHEMAS } from '../../src/schema/runs.ts';
import { sha256 } from '../../src/storage/digest.ts';
import { loadStatistics } from '../../src/workflows/report-run.ts';
import { REPOSITORY } from '../support/context.ts';
import { tito } from '../support/tito.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document is edited as somebody with an editor would.
export type Document = any;

const statistics = await loadStatistics(REPOSITORY);
const FIXTURES = join(REPOSITORY, 'test/fixtures');

/** Measures a member's code for real, and gives the document that tito saves. */
async function measure(words: readonly string[], cwd: string, seed: number): Promise<Document> {
  const { stdout, stderr } = await tito(
    ['benchmark', ...words, '--seed', `${seed}`, '--format', 'json'],
    // The wall clock, as the checker compares it with the times that were measured.
    { cwd, root: REPOSITORY, clock: Date.now },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

export const measureBaseline = (cwd: string, seed = 1): Promise<Document> =>
  measure(
    ['baseline', '--subject', `module:${join(FIXTURES, 'subjects/correct.ts')}`, '--budget', '1'],
    cwd,
    seed,
  );

export const measureCapstone = (cwd: string, seed = 1): Promise<Document> =>
  measure(
    ['capstone', '--subject', `module:${join(FIXTURES, 'capstone/js/means.ts')}`, '--budget', '1'],
    cwd,
    seed,
  );

type Edit = (document: Document) => void;

/** A copy in which something was changed and nothing else put right. */
export function edited(document: Document, edit: Edit): Document {
  const copy = structuredClone(document);
  edit(copy);
  return copy;
}

/** A copy by somebody who knows that the digests have to be computed again. */
export function withDigests(document: Document, edit: Edit): Document {
  const copy = edited(document, edit);
  return { ...copy, digests: digestsOf(copy.run, sha256) };
}

/** A copy by somebody who has tito compute everything again that follows from what was changed. */
export function withFigures(document: Document, edit: Edit): Document {
  const { run } = edited(document, edit);
  const kept: AnyRun = RUN_SCHEMAS[run.plan.kind as AnyRun['plan']['kind']].parse(run);
  const saved = { ...buildReport(kept, statistics), run: kept, digests: digestsOf(kept, sha256) };
  return JSON.parse(JSON.stringify(saved));
}
