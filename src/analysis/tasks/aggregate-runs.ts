import type { AggregatedRun, TasksAggregate } from '../../schema/tasks-aggregate.ts';
import type { TasksRun } from '../../schema/tasks-run.ts';
import { buildTasksReport } from './build-report.ts';
import type { NamedRun } from './compare-runs.ts';
import { poolRuns } from './pool-runs.ts';
import { sampleFigures } from './sample-figures.ts';

const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

/**
 * Several runs side by side and as one estimate. Where they asked different things, only what all of them asked
 * counts; where that is nothing, they are listed as they are and nothing is pooled.
 *
 * @param given two or more, each once
 */
export function aggregateRuns(given: readonly NamedRun[]): TasksAggregate {
  const runs = given.toSorted((a, b) => (a.run.started_at < b.run.started_at ? -1 : 1));
  const [tasks, models] = [commonIds(runs, 'tasks'), commonIds(runs, 'models')];
  const isPooled = tasks.length > 0 && models.length > 0;
  const counted = isPooled ? runs.map(({ file, run }) => ({ file, run: only(run, tasks, models) })) : runs;
  const summaries = counted.map(summarise);
  return {
    schema_version: 1,
    benchmark_type: 'tasks_aggregate',
    timestamp: runs.at(-1)?.run.started_at ?? '1970-01-01T00:00:00.000Z',
    runs: summaries.map(({ summary }) => summary),
    tasks,
    models,
    pooled: isPooled ? poolRuns(summaries.map(({ summary }) => summary)) : null,
    warnings: warningsOf(
      runs,
      { tasks, models, isPooled },
      summaries.map(({ warnings }) => warnings),
    ),
  };
}

/** What every run's plan has, in the order of the first one. */
const commonIds = (runs: readonly NamedRun[], what: 'tasks' | 'models'): string[] =>
  idsOf(runs[0]?.run.plan[what] ?? []).filter((id) =>
    runs.every(({ run }) => idsOf(run.plan[what]).includes(id)),
  );

/** The part of a run that asked these tasks of these models. */
const only = (run: TasksRun, tasks: readonly string[], models: readonly string[]): TasksRun => ({
  ...run,
  plan: {
    ...run.plan,
    tasks: run.plan.tasks.filter(({ id }) => tasks.includes(id)),
    models: run.plan.models.filter(({ id }) => models.includes(id)),
  },
  samples: run.samples.filter(({ task, model }) => tasks.includes(task) && models.includes(model)),
});

function summarise({ file, run }: NamedRun): { summary: AggregatedRun; warnings: string[] } {
  const { plan, samples, wall_ms } = run;
  const { comparison_metrics, warnings } = buildTasksReport(run);
  const figures = (some: typeof samples) => sampleFigures(some, wall_ms, []);
  const summary = {
    file,
    started_at: run.started_at,
    interrupted: run.interrupted,
    batch: plan.batch,
    profile: plan.profile,
    provider: plan.provider,
    models: idsOf(plan.models),
    seed: plan.seed,
    overall_metrics: figures(samples),
    arms: {
      baseline: figures(samples.filter(({ arm }) => arm === 'baseline')),
      tools: figures(samples.filter(({ arm }) => arm === 'tools')),
    },
    comparison_metrics,
  };
  return { summary, warnings };
}

function warningsOf(
  runs: readonly NamedRun[],
  { tasks, models, isPooled }: { tasks: readonly string[]; models: readonly string[]; isPooled: boolean },
  own: readonly (readonly string[])[],
): string[] {
  const [first, ...others] = own;
  const everywhere = (first ?? []).filter((text) => others.every((texts) => texts.includes(text)));
  const special = runs.filter((_, i) => own[i]?.some((text) => !everywhere.includes(text)));
  const unfinished = runs.filter(({ run }) => run.interrupted || run.stopped !== null);
  const filesOf = (some: readonly NamedRun[]) => some.map(({ file }) => file).join(', ');
  const differs = (what: string, of: (run: TasksRun) => string) => {
    const values = [...new Set(runs.map(({ run }) => of(run)))];
    return values.length > 1 ? [`The runs differ in ${what}: ${values.join('; ')}.`] : [];
  };
  const left = (what: 'tasks' | 'models', common: readonly string[]) => {
    const some = [...new Set(runs.flatMap(({ run }) => idsOf(run.plan[what])))];
    const rest = some.filter((id) => !common.includes(id));
    return rest.length > 0
      ? [`Not every run asked these ${what}, which are left out: ${rest.join(', ')}.`]
      : [];
  };
  const changed = tasks.filter(
    (id) =>
      new Set(runs.map(({ run }) => JSON.stringify(run.plan.tasks.find((task) => task.id === id)))).size > 1,
  );
  return [
    ...(isPooled ? [] : ['The runs have no task and model in common: nothing is pooled.']),
    ...everywhere,
    ...(isPooled ? [...left('tasks', tasks), ...left('models', models)] : []),
    ...(changed.length > 0 ? [`These tasks or their files have changed: ${changed.join(', ')}.`] : []),
    ...differs('the provider', ({ plan }) => plan.provider),
    ...differs('the machine', ({ environment: { system } }) => `${system.cpu}, ${system.cores} cores`),
    ...differs('requests at a time', ({ plan }) => `${plan.concurrency}`),
    ...differs('Node', ({ environment: { system } }) => system.node),
    ...differs('tito', ({ tito_version }) => tito_version),
    ...(unfinished.length > 0 ? [`These runs did not come to their end: ${filesOf(unfinished)}.`] : []),
    ...(special.length > 0
      ? [`These runs have warnings of their own, which 'tito report' shows: ${filesOf(special)}.`]
      : []),
  ];
}
