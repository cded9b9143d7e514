import { type Finding, refuse } from '../../src/analysis/check/finding.ts';
import { DIGITS_VERSION } from '../../src/reference/digits/generate.ts';
import type { BaselineReport } from '../../src/schema/baseline-report.ts';
import type { CapstoneReport } from '../../src/schema/capstone-report.ts';
import type { PlannedData } from '../../src/schema/capstone-run.ts';
import { type AnyReport, type AnyRun, isCapstone, isTasks } from '../../src/schema/runs.ts';

/** What everybody's capstone is tested with. */
const RANKED_DATA = { sizes: [8, 28], train_count: 4000, test_count: 1000 } as const;

/** Why a run holds no rank although every figure in it is right. */
export function obstaclesOf(run: AnyRun, report: AnyReport): Finding[] {
  if (isTasks(run)) {
    return [refuse('not_ranked', 'run.plan.kind', 'only a baseline or a capstone is ranked')];
  }
  const { subject, plan } = run;
  const isReference = [subject.kind, plan.subject.kind].includes('reference');
  return [
    ...(run.interrupted || run.finished_at === null
      ? [refuse('interrupted', 'run.interrupted', 'the run was interrupted')]
      : []),
    ...(isReference
      ? [refuse('reference_subject', 'run.subject.kind', "it measures tito's own code, not that of a member")]
      : []),
    ...(subject.kind === plan.subject.kind
      ? []
      : [
          refuse(
            'subject_differs',
            'run.subject.kind',
            `it measured a subject of kind ${subject.kind}, planned was ${plan.subject.kind}`,
          ),
        ]),
    ...(isCapstone(run) && !isRankedData(run.plan.data)
      ? [refuse('own_data', 'run.plan.data', 'only runs on the digits that tito generates are ranked')]
      : []),
    ...unscored(report),
  ];
}

function isRankedData({ source, generator, size, train_count, test_count }: PlannedData): boolean {
  const { sizes, ...counts } = RANKED_DATA;
  return (
    source === 'generated' &&
    generator === DIGITS_VERSION &&
    sizes.some((each) => each === size) &&
    train_count === counts.train_count &&
    test_count === counts.test_count
  );
}

function unscored(report: AnyReport): Finding[] {
  if (report.benchmark_type === 'baseline') {
    return report.score === null ? [noScore('score', partsOf(report.workloads))] : [];
  }
  if (report.benchmark_type !== 'capstone' || report.overall_score !== null) return [];
  const tracks = Object.entries(report.tracks).map(([id, track]) => ({ id, ...track }));
  return [noScore('overall_score', partsOf(tracks))];
}

type Part = Pick<BaselineReport['workloads'][number] | CapstoneReport['tracks']['speed'], 'score' | 'status'>;

const partsOf = (parts: readonly (Part & { id: string })[]) =>
  parts.filter(({ score }) => score === null).map(({ id, status }) => `${id} (${status})`);

const noScore = (where: string, parts: readonly string[]) =>
  refuse('no_score', where, `it has no score, for want of one of ${parts.join(', ')}`);
