import { ARMS, type Arm } from '../../schema/task.ts';
import type { TasksComparison, TasksGate } from '../../schema/tasks-comparison.ts';
import type { Comparison } from '../../schema/tasks-report.ts';
import type { TaskSample, TasksRun } from '../../schema/tasks-run.ts';
import { canonicalJson } from '../check/digests.ts';
import { buildTasksReport } from './build-report.ts';

/** A run with the name of the file that it was read from. */
export interface NamedRun {
  file: string;
  run: TasksRun;
}

/** Tasks and models that both runs asked. */
export interface Common {
  tasks: string[];
  models: string[];
}

export function commonOf(before: Pick<TasksRun, 'plan'>, after: Pick<TasksRun, 'plan'>): Common {
  const both = (ids: readonly string[], others: readonly string[]) => ids.filter((id) => others.includes(id));
  return {
    tasks: both(idsOf(before.plan.tasks), idsOf(after.plan.tasks)),
    models: both(idsOf(before.plan.models), idsOf(after.plan.models)),
  };
}

const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

/**
 * A later run against an earlier one, arm by arm, by the same statistics as the arms of one run: paired by task and
 * model. They know the samples' spread and nothing of what changed between the two runs, such as another machine.
 *
 * @param threshold_percent how much worse something has to be before it fails the gate
 */
export function compareRuns(before: NamedRun, after: NamedRun, threshold_percent: number): TasksComparison {
  const common = commonOf(before.run, after.run);
  const arms: Record<Arm, Comparison> = {
    baseline: compareArm(before.run, after.run, common, 'baseline'),
    tools: compareArm(before.run, after.run, common, 'tools'),
  };
  return {
    schema_version: 1,
    benchmark_type: 'tasks_comparison',
    before: describe(before),
    after: describe(after),
    arms,
    ...common,
    gate: gateOf(arms, threshold_percent),
    warnings: warningsOf(before.run, after.run, common),
  };
}

/** Both runs as the arms of one: the earlier one as `baseline`, the later one as `tools`. */
function compareArm(before: TasksRun, after: TasksRun, common: Common, arm: Arm): Comparison {
  const isCommon = ({ task, model, ...sample }: TaskSample) =>
    sample.arm === arm && common.tasks.includes(task) && common.models.includes(model);
  const as = (side: Arm, { samples }: TasksRun): TaskSample[] =>
    samples.filter(isCommon).map((sample) => ({ ...sample, arm: side }));
  const { plan } = after;
  return buildTasksReport({
    ...after,
    plan: {
      ...plan,
      tasks: plan.tasks.filter(({ id }) => common.tasks.includes(id)),
      models: plan.models.filter(({ id }) => common.models.includes(id)),
    },
    samples: [...as('baseline', before), ...as('tools', after)],
  }).comparison_metrics;
}

const describe = ({ file, run }: NamedRun): TasksComparison['before'] => ({
  file,
  started_at: run.started_at,
  provider: run.plan.provider,
  profile: run.plan.profile,
  models: idsOf(run.plan.models),
  samples: run.samples.length,
});

/** What a regression is called, and by how many per cent (of quality and success: points) something is worse. */
const WORSE = {
  time: { word: 'slower', by: (c: Comparison) => negative(c.time_reduction_percent) },
  tokens: { word: 'more tokens', by: (c: Comparison) => negative(c.token_reduction_percent) },
  quality: { word: 'worse answers', by: (c: Comparison) => negative(times100(c.quality_change)) },
  success: { word: 'more failures', by: (c: Comparison) => negative(times100(c.success_change)) },
} as const;

const negative = (x: number | null) => (x === null ? null : -x);
const times100 = (x: number | null) => (x === null ? null : 100 * x);

/** Fails only where a verdict says worse, which takes an interval and a corrected p value, and the estimate is beyond the threshold. */
function gateOf(arms: Record<Arm, Comparison>, threshold_percent: number): TasksGate {
  const reasons = ARMS.flatMap((arm) =>
    Object.entries(WORSE).flatMap(([metric, { word, by }]) => {
      const comparison = arms[arm];
      const worse = by(comparison);
      const isWorse = comparison.verdicts[metric as keyof typeof WORSE] === 'slower';
      if (!isWorse || worse === null || worse < threshold_percent) return [];
      return [
        `${arm}: ${word}, by ${Number(worse.toPrecision(3))} ${metric === 'time' || metric === 'tokens' ? '%' : 'points'}`,
      ];
    }),
  );
  return { failed: reasons.length > 0, threshold_percent, reasons };
}

function warningsOf(before: TasksRun, after: TasksRun, common: Common): string[] {
  const differs = (what: string, a: string, b: string) =>
    a === b ? [] : [`The runs differ in ${what}: ${a}, then ${b}.`];
  const machine = ({ environment: { system } }: TasksRun) => `${system.cpu}, ${system.cores} cores`;
  const left = [...idsOf(before.plan.tasks), ...idsOf(after.plan.tasks)].filter(
    (id) => !common.tasks.includes(id),
  );
  const changed = after.plan.tasks.filter((task) => {
    const earlier = before.plan.tasks.find(({ id }) => id === task.id);
    // A run that was read from a file has its keys in another order than one that was just carried out.
    return earlier && canonicalJson(earlier) !== canonicalJson(task);
  });
  return [
    ...differs('the provider', before.plan.provider, after.plan.provider),
    ...differs('the machine', machine(before), machine(after)),
    ...differs('Node', before.environment.system.node, after.environment.system.node),
    ...differs('requests at a time', `${before.plan.concurrency}`, `${after.plan.concurrency}`),
    ...differs('tito', before.tito_version, after.tito_version),
    ...(left.length > 0 ? [`Only one of the runs asked: ${[...new Set(left)].join(', ')}.`] : []),
    ...(changed.length > 0 ? [`These tasks or their files have changed: ${idsOf(changed).join(', ')}.`] : []),
    ...(before.interrupted || before.stopped !== null ? ['The earlier run did not come to its end.'] : []),
    ...(after.interrupted || after.stopped !== null ? ['The later run did not come to its end.'] : []),
  ];
}
