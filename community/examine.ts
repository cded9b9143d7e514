import { buildReport } from '../src/analysis/build-report.ts';
import { checkRun } from '../src/analysis/check/check-run.ts';
import { type Finding, refuse } from '../src/analysis/check/finding.ts';
import { loadSuite } from '../src/config/load-suite.ts';
import type { Statistic } from '../src/contracts.ts';
import { discover } from '../src/discovery/discover.ts';
import { load } from '../src/discovery/load.ts';
import { capstoneSuite } from '../src/schema/capstone-suite.ts';
import { type AnyRun, isCapstone, isTasks, type RunKind } from '../src/schema/runs.ts';
import { drawLabels } from './examine/draw-labels.ts';
import { type Entry, entryOf } from './examine/entry.ts';
import { obstaclesOf } from './examine/obstacles.ts';
import { parseDocument } from './examine/parse-document.ts';
import { checkBaselineScoring, loadBaseline } from './examine/scoring.ts';
import { sha256 } from './sha256.ts';

/** What the checker says of a saved run. */
export interface Examination {
  /** Null where it is no run. */
  kind: RunKind | null;
  /** What does not add up (`refused`) or is unusual (`warned`); empty where all is well. */
  findings: Finding[];
  /** Why a run that adds up holds no rank all the same: by rule, as findings are. */
  obstacles: Finding[];
  /** What would be ranked, computed from the raw samples; null where something is refused or in the way. */
  entry: Entry | null;
}

/**
 * Looks at the content of a results file, as parsed from JSON; null stands for the journal of a run that was killed.
 * It never throws for what a document holds.
 */
export type Examiner = (document: unknown) => Promise<Examination>;

/**
 * The checker of the registry and of `tito benchmark submit --check`: both say the same of the same file. It scores by
 * the suites, benchmarks and statistics that ship with tito, whatever lies in anybody's folder.
 *
 * @param root folder that holds `src`, `benchmarks` and `suites`
 */
export async function createExaminer(root: string): Promise<Examiner> {
  const [statistics, scoring, baseline] = await Promise.all([
    Promise.all(
      discover('statistic', 'src/analysis/statistics', { root }).map((found) =>
        load<Statistic>('statistic', found, ['title', 'compute']),
      ),
    ),
    loadSuite('capstone', capstoneSuite, { root }),
    loadBaseline(root),
  ]);

  const check = (run: AnyRun, saved: Record<string, unknown>): Finding[] => [
    ...checkRun({ saved, run, labels: drawLabels(run), sha256, statistics, scoring }),
    ...(isCapstone(run) || isTasks(run) ? [] : checkBaselineScoring(run.plan, baseline)),
  ];

  return async (document) => {
    if (document === null) return unread([JOURNAL]);
    const parsed = parseDocument(document);
    if ('findings' in parsed) return unread(parsed.findings);
    const { run, saved } = parsed;
    const findings = check(run, saved);
    const { kind } = run.plan;
    if (findings.some(({ severity }) => severity === 'refused')) {
      return { kind, findings, obstacles: [], entry: null };
    }
    const report = buildReport(run, statistics);
    const obstacles = obstaclesOf(run, report);
    const isRanked = obstacles.length === 0 && !isTasks(run) && report.benchmark_type !== 'tasks';
    return { kind, findings, obstacles, entry: isRanked ? entryOf(run, report) : null };
  };
}

const JOURNAL = refuse(
  'not_finished',
  '',
  'it is the journal of a run that was killed, and states no figures',
);

const unread = (findings: Finding[]): Examination => ({ kind: null, findings, obstacles: [], entry: null });
