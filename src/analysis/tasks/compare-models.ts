import { ARMS, type Arm } from '../../schema/task.ts';
import type { ComparedPair, ModelsReport } from '../../schema/tasks-models.ts';
import type { Comparison } from '../../schema/tasks-report.ts';
import type { TaskSample, TasksRun } from '../../schema/tasks-run.ts';
import { buildTasksReport } from './build-report.ts';
import { type ArmEffects, armEffects, compareFamily } from './compare-arms.ts';
import { addStratum, noStrata } from './compared-strata.ts';
import { resampleStratum } from './resample-stratum.ts';
import { isSuccess } from './sample-facts.ts';
import { strataOf } from './strata.ts';

/** Token counts of models are those of their own vocabularies. */
const OWN_TOKENS =
  'Each model counts tokens in a vocabulary of its own: their numbers are a cost, not a length of text.';

/**
 * Models of one run against each other, all pairs, arm by arm, by the same statistics as the arms of one model: paired
 * by task. One run interleaves its models, so that drift of the machine or the server hits all of them alike.
 *
 * @param ids of the models, in the order in which they are named: of a pair, the earlier one is what the other is
 *   compared with. Two or more, all of the plan
 * @param file where the run is saved
 */
export function compareModels(run: TasksRun, ids: readonly string[], file: string | null): ModelsReport {
  const models = ids.flatMap((id) => run.plan.models.find((model) => model.id === id) ?? []);
  const samples = run.samples.filter(({ model }) => ids.includes(model));
  const report = buildTasksReport({ ...run, plan: { ...run.plan, models }, samples });
  return {
    schema_version: 1,
    benchmark_type: 'tasks_models',
    timestamp: run.started_at,
    interrupted: run.interrupted,
    file,
    benchmark_info: report.benchmark_info,
    models: report.models,
    pairs: comparePairs(run, ids),
    warnings: [...report.warnings, OWN_TOKENS],
  };
}

/** Each arm is a family of its own: whoever reads of plain prompts asks nothing about tools. */
function comparePairs(run: TasksRun, ids: readonly string[]): ComparedPair[] {
  const pairs = ids.flatMap((first, i) => ids.slice(i + 1).map((second) => ({ first, second })));
  const familyOf = (arm: Arm): Comparison[] =>
    compareFamily(
      pairs.map((pair, index) => pairEffects(run, pair, arm, ARMS.indexOf(arm) * pairs.length + index)),
    );
  const families = { baseline: familyOf('baseline'), tools: familyOf('tools') };
  return pairs.flatMap((pair, index) => {
    const [baseline, tools] = [families.baseline[index], families.tools[index]];
    return baseline && tools ? { ...pair, arms: { baseline, tools } } : [];
  });
}

interface Pair {
  first: string;
  second: string;
}

/**
 * The two models as the arms of one: the first as `baseline`, the second as `tools`.
 * @param position of the pair and arm among all, for seeds of its own
 */
function pairEffects({ plan, ...run }: TasksRun, pair: Pair, arm: Arm, position: number): ArmEffects {
  const sideOf = ({ model }: TaskSample): Arm => (model === pair.first ? 'baseline' : 'tools');
  const samples = run.samples
    .filter((sample) => sample.arm === arm && [pair.first, pair.second].includes(sample.model))
    .map((sample) => ({ ...sample, model: 'pair', arm: sideOf(sample) }));
  const models = [{ id: 'pair', model: 'pair', endpoint: null }];
  const strata = strataOf({ ...run, plan: { ...plan, models }, samples });
  const all = noStrata();
  for (const stratum of strata) {
    const own = stratum.position + position * strata.length;
    addStratum(all, resampleStratum({ ...stratum, position: own }, plan.seed));
  }
  return armEffects(all, silentModel(samples, pair));
}

/** Why two models can't be compared: one of them was asked and never answered. */
function silentModel(samples: readonly TaskSample[], { first, second }: Pair): string | null {
  const silent = ARMS.filter((side) => {
    const own = samples.filter((sample) => sample.arm === side);
    return own.length > 0 && !own.some(isSuccess);
  }).map((side) => (side === 'baseline' ? first : second));
  if (silent.length === 0) return null;
  return silent.length === ARMS.length ? 'no sample succeeded' : `no sample of ${silent.join()} succeeded`;
}
