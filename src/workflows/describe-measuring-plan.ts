import type { Report } from '../contracts.ts';
import type { BenchmarkPlan, ComparisonPlan } from '../schema/comparison-run.ts';

const specOf = ({ kind, argument }: { kind: string; argument: string }) =>
  [kind, argument].filter((word) => word !== '').join(':');

/** What `--dry-run` shows of a comparison or a benchmark. */
export function describeMeasuringPlan(plan: ComparisonPlan | BenchmarkPlan): Report {
  const { timing, workloads } = plan;
  const isComparison = plan.kind === 'comparison';
  const looks = isComparison ? `verdicts after ${plan.looks.join(', ')} of them` : '';
  const gate = isComparison && plan.threshold_percent !== null ? `${plan.threshold_percent} %` : 'none';
  const facts = [
    ...plan.contenders.map(({ id, label, spec }) => ({ label: id, value: label, note: specOf(spec) })),
    { label: 'Seed', value: `${plan.seed}` },
    {
      label: 'Budget',
      value: `${timing.budget_s} s`,
      note: `at most ${timing.call_limit_s} s for one request`,
    },
    {
      label: 'Isolates',
      value: `${timing.isolates}`,
      note: ['per contender and workload', looks].filter((text) => text !== '').join('; '),
    },
    ...(isComparison
      ? [
          { label: 'Margin', value: `±${100 * plan.margin} %`, note: "of 'same'" },
          { label: 'Gate', value: gate },
        ]
      : []),
  ];
  const list = workloads.map(({ id, title, shape }) => ({ label: title, value: id, note: shape }));
  const what = isComparison ? 'a comparison' : 'a benchmark';
  return {
    data: { ...plan },
    rows: plan.schedule.map((entry, turn) => ({ turn, ...entry })),
    parts: [
      { kind: 'heading', icon: '🗺', text: `Plan of ${what}; nothing was timed` },
      { kind: 'facts', icon: '⚙', title: 'Settings', facts },
      { kind: 'facts', icon: '📊', title: 'Workloads', facts: list },
    ],
  };
}
