import type { Statistic } from '../../contracts.ts';
import { ARMS, type Arm } from '../../schema/task.ts';
import type { Comparison, SampleFigures, TasksReport } from '../../schema/tasks-report.ts';
import type { TaskSample, TasksRun } from '../../schema/tasks-run.ts';
import { round } from '../round.ts';
import { EFFICIENCY_FORMULA } from '../scoring/efficiency.ts';
import { compareArms } from './compare-arms.ts';
import { addStratum, noStrata } from './compared-strata.ts';
import { errorCounts } from './error-counts.ts';
import { resampleStratum } from './resample-stratum.ts';
import { isSuccess } from './sample-facts.ts';
import { sampleFigures } from './sample-figures.ts';
import { samplesByCell, strataOf } from './strata.ts';
import { medianServerShare, warningsOf } from './warnings.ts';

/**
 * The report of a run of tasks: a pure function of the run, so that any saved run can be reported again.
 *
 * @param statistics further ones, whose numbers stand beside the usual ones in durations and latencies
 */
export function buildTasksReport(run: TasksRun, statistics: readonly Statistic[] = []): TasksReport {
  const { plan, samples } = run;
  const figures = (some: readonly TaskSample[]) => sampleFigures(some, run.wall_ms, statistics);
  const armsOf = (samplesOf: (arm: Arm) => TaskSample[]): Record<Arm, SampleFigures> => ({
    baseline: figures(samplesOf('baseline')),
    tools: figures(samplesOf('tools')),
  });
  const cellOf = samplesByCell(samples);
  const compared = compareAll(run);
  return {
    schema_version: 1,
    benchmark_type: 'tasks',
    timestamp: run.started_at,
    interrupted: run.interrupted,
    benchmark_info: infoOf(run),
    comparison_metrics: compared.all,
    overall_metrics: {
      ...figures(samples),
      planned_tasks: plan.schedule.length,
      wall_s: round(run.wall_ms / 1000),
      efficiency_formula: EFFICIENCY_FORMULA,
      server_share: round(medianServerShare(run)),
      resources: run.resources,
    },
    models: plan.models.map((model, index) => {
      const own = samples.filter((sample) => sample.model === model.id);
      return {
        ...model,
        arms: armsOf((arm) => own.filter((sample) => sample.arm === arm)),
        comparison: compared.models[index] ?? compared.all,
      };
    }),
    tasks: plan.tasks.map(({ id, title, workflow }, index) => ({
      id,
      title,
      workflow,
      arms: armsOf((arm) => plan.models.flatMap((model) => cellOf(id, model.id, arm))),
      comparison: compared.tasks[index] ?? compared.all,
      models: plan.models.map((model) => ({
        id: model.id,
        arms: armsOf((arm) => cellOf(id, model.id, arm)),
      })),
    })),
    errors: errorCounts(samples),
    warnings: warningsOf(run, compared.all),
  };
}

const infoOf = ({ plan, ...run }: TasksRun): TasksReport['benchmark_info'] => ({
  profile: plan.profile,
  batch: plan.batch,
  provider: plan.provider,
  is_language_model: plan.is_language_model,
  models: plan.models.map(({ id }) => id),
  total_tasks: plan.tasks.length,
  sample_size: plan.samples,
  execution_mode: 'async',
  concurrency: plan.concurrency,
  seed: plan.seed,
  started_at: run.started_at,
  finished_at: run.finished_at,
  stopped: run.stopped,
});

interface Comparisons {
  all: Comparison;
  tasks: Comparison[];
  models: Comparison[];
}

/** Every stratum is resampled once and counts in its task, its model and the whole. */
function compareAll(run: TasksRun): Comparisons {
  const { plan, samples } = run;
  const all = noStrata();
  const models = plan.models.length > 1 ? plan.models.map(noStrata) : [];
  const strata = strataOf(run);
  const tasks = plan.tasks.map(({ id }) => {
    const own = noStrata();
    for (const stratum of strata.filter(({ task }) => task === id)) {
      const resampled = resampleStratum(stratum, plan.seed);
      const model = models[plan.models.findIndex((each) => each.id === stratum.model)];
      for (const group of [all, own, model]) if (group) addStratum(group, resampled);
    }
    // At once, as the resamples of a task are large and nobody else needs them.
    return compareArms(own, brokenArm(samples.filter(({ task }) => task === id)));
  });
  const whole = compareArms(all, brokenArm(samples));
  const byModel = models.map((group, index) =>
    compareArms(group, brokenArm(samples.filter(({ model }) => model === plan.models[index]?.id))),
  );
  return { all: whole, tasks, models: byModel };
}

/** Why the arms can't be compared: one of them was asked and never answered. */
function brokenArm(samples: readonly TaskSample[]): string | null {
  const silent = ARMS.filter((arm) => {
    const own = samples.filter((sample) => sample.arm === arm);
    return own.length > 0 && !own.some(isSuccess);
  });
  if (silent.length === 0) return null;
  return silent.length === ARMS.length
    ? 'no sample succeeded'
    : `no sample of the ${silent.join()} arm succeeded`;
}
