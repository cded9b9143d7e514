import { buildReport } from '../../src/analysis/build-report.ts';
import { checkRun } from '../../src/analysis/check/check-run.ts';
import { digestsOf } from '../../src/analysis/check/digests.ts';
import type { Finding } from '../../src/analysis/check/finding.ts';
import type { AnyRun } from '../../src/schema/runs.ts';
import { isCapstone, RUN_SCHEMAS } from '../../src/schema/runs.ts';
import { sha256 } from '../../src/storage/digest.ts';
import { STATISTICS } from './reports.ts';

type Saved = Record<string, unknown> & { run: AnyRun };

/** The document that a run is saved in, after its way through a file. */
export const savedOf = (run: AnyRun): Saved =>
  JSON.parse(JSON.stringify({ ...buildReport(run, STATISTICS), run, digests: digestsOf(run, sha256) }));

/** What the checker finds in a document; a capstone's labels are taken to be those that were drawn. */
export function findingsIn(saved: Saved, labels: string | null = null): Finding[] {
  const run: AnyRun = RUN_SCHEMAS[saved.run.plan.kind].parse(saved.run);
  return checkRun({ saved, run, labels, sha256, statistics: STATISTICS });
}

/** What it finds in a run that was saved with proper figures and digests, as somebody who forges well would. */
export const findingsOf = (run: AnyRun): Finding[] =>
  findingsIn(savedOf(run), isCapstone(run) ? (run.test?.labels ?? null) : null);

export const rulesOf = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.map(({ rule }) => rule)),
];
