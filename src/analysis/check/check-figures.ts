import type { Statistic } from '../../contracts.ts';
import type { AnyReport, AnyRun } from '../../schema/runs.ts';
import { buildReport } from '../build-report.ts';
import { differences } from './differences.ts';
import { type Finding, refuse, warn } from './finding.ts';

/** Sentences may be worded differently by another version of tito; figures may not differ. */
const IS_TEXT = /(?:^|\.)(?:warnings|reason)(?:$|[.[])/;

/**
 * Every figure that a file states, against the one that its samples give.
 *
 * @returns the report that the samples give, or null where they give none
 */
export function checkFigures(
  saved: Readonly<Record<string, unknown>>,
  run: AnyRun,
  statistics: readonly Statistic[],
): { report: AnyReport | null; findings: Finding[] } {
  let report: AnyReport;
  try {
    report = buildReport(run, statistics);
  } catch (cause) {
    // Samples that pass the schema may still be none, such as times whose ratio is beyond all numbers.
    if (!(cause instanceof RangeError)) throw cause;
    return { report: null, findings: [refuse('not_computable', 'run', cause.message)] };
  }
  const findings = differences(saved, report).map(({ path, message }) =>
    (IS_TEXT.test(path) ? warn : refuse)('figure_differs', path, message),
  );
  return { report, findings };
}
