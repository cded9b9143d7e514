import type { Statistic } from '../../contracts.ts';
import type { CapstoneSuite } from '../../schema/capstone-suite.ts';
import { type AnyRun, isCapstone } from '../../schema/runs.ts';
import { checkCapstone } from './check-capstone.ts';
import { checkConsistency } from './check-consistency.ts';
import { checkDigests } from './check-digests.ts';
import { checkFigures } from './check-figures.ts';
import { checkNoise } from './check-noise.ts';
import { checkPredictions } from './check-predictions.ts';
import { canonicalJson } from './digests.ts';
import { type Finding, refuse } from './finding.ts';

export interface CheckInput {
  /** The whole document as it stands in its file; null for a journal, which states nothing. */
  saved: Readonly<Record<string, unknown>> | null;
  /** The run in it, checked by its schema. */
  run: AnyRun;
  /** Labels that the generator draws from a capstone's test seed; null where they can't be drawn again. */
  labels: string | null;
  /** Of a text in UTF-8, in hexadecimal. */
  sha256: (pieces: Iterable<string>) => string;
  statistics: readonly Statistic[];
  /** The curves that a capstone has to be scored by; left out where any will do. */
  scoring?: CapstoneSuite;
}

/**
 * What is wrong with a saved run, in the order in which one would look: edits, figures that its samples don't give,
 * contradictions in it, and what can't be. Empty where nothing is wrong. Pure, so that a registry finds the same.
 */
export function checkRun({ saved, run, labels, sha256, statistics, scoring }: CheckInput): Finding[] {
  if (saved === null) {
    return [refuse('not_finished', '', 'it is the journal of a run that was killed, and states no figures')];
  }
  const { report, findings } = checkFigures(saved, run, statistics);
  return [
    ...checkDigests(saved.digests, run, sha256),
    ...findings,
    ...(scoring ? checkScoring(run, scoring) : []),
    ...checkConsistency(run),
    ...(isCapstone(run) ? checkPredictions(run, labels) : []),
    ...checkNoise(run),
    ...(isCapstone(run) && report?.benchmark_type === 'capstone' ? checkCapstone(run, report) : []),
  ];
}

function checkScoring(run: AnyRun, scoring: CapstoneSuite): Finding[] {
  if (!isCapstone(run) || canonicalJson(run.plan.scoring) === canonicalJson(scoring)) return [];
  const text = 'the run is scored by other curves, weights or watts than those of suites/capstone.yaml';
  return [refuse('scoring_differs', 'plan.scoring', text)];
}
