import { gateCandidates } from '../analysis/comparison/gate.ts';
import { settledWorkloads } from '../analysis/comparison/judge.ts';
import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { allowedProcessors } from '../hardware/processors.ts';
import type { BenchmarkPlan, BenchmarkRun, ComparisonPlan, ComparisonRun } from '../schema/comparison-run.ts';
import { type Block, SCHEMA_VERSION } from '../schema/run.ts';
import type { TimingEvent } from '../timing/events.ts';
import { measureComparison } from '../timing/measure-comparison.ts';
import { observeMachine } from './observe-machine.ts';
import type { Startable } from './plan-compare.ts';
import type { Results } from './results.ts';

interface Surroundings {
  results: Results;
  progress: Progress;
  verbose: boolean;
}

interface Measuring<Plan, Run> {
  run: Run;
  measure: (schedule?: ComparisonPlan['schedule']) => Promise<Block[]>;
  /** The run with what is known at its end. */
  finish: (run: Run) => Run;
  plan: Plan;
}

/** What a comparison and a benchmark have in common: the machine, the journal, the events. */
async function begin<
  Plan extends ComparisonPlan | BenchmarkPlan,
  Run extends { plan: Plan } & (ComparisonRun | BenchmarkRun),
>(
  context: Context,
  { plan, benchmarks, start }: Startable<Plan>,
  { results, progress, verbose }: Surroundings,
  shape: (common: Omit<BenchmarkRun, 'plan'>) => Run,
): Promise<Measuring<Plan, Run>> {
  progress.update('Looking at the machine');
  const machine = await observeMachine();
  const run = shape({
    schema_version: SCHEMA_VERSION,
    tito_version: context.version,
    started_at: new Date(context.clock()).toISOString(),
    finished_at: null,
    interrupted: false,
    environment: machine.environment,
    subjects: {},
    blocks: [],
  });
  results.journal.append({ run });
  const origin = performance.now();
  const titles = new Map(plan.workloads.map(({ id, title }) => [id, title]));
  const measure = async (schedule?: ComparisonPlan['schedule']) => {
    const isConfirmation = schedule !== undefined;
    const kept: Block[] = [];
    const onEvent = (event: TimingEvent) => {
      if (event.kind === 'block-started') {
        const word = isConfirmation ? 'Confirming' : 'Measuring';
        const title = titles.get(event.workload) ?? event.workload;
        progress.update(`${word} ${title} (${event.index + 1} of ${event.of} at most)`);
      }
      if (event.kind === 'output' && verbose) progress.say(event.text.trimEnd());
      if (event.kind !== 'block-finished') return;
      kept.push(event.block);
      results.journal.append(isConfirmation ? { confirmation: kept } : { block: event.block });
    };
    const { blocks, subjects } = await measureComparison({
      plan,
      ...(schedule ? { schedule } : {}),
      benchmarks,
      start,
      judge: ({ blocks }) => (plan.kind === 'comparison' ? settledWorkloads(plan, blocks) : []),
      processors: allowedProcessors(),
      now: () => performance.now() - origin,
      signal: context.signal,
      onEvent,
    });
    Object.assign(run.subjects, subjects);
    results.journal.append({ subjects: run.subjects });
    return blocks;
  };
  const runtime = () => Object.values(run.subjects).find((facts) => facts.runtime.startsWith('python'));
  const finish = (finished: Run): Run => ({
    ...finished,
    finished_at: new Date(context.clock()).toISOString(),
    interrupted: context.signal.aborted,
    environment: machine.finish(runtime() ?? { runtime: '' }),
  });
  return { run, measure, finish, plan };
}

/**
 * Carries a comparison out. Where workloads would fail the gate they are measured once more, with fresh seeds: the same
 * accident rarely happens twice.
 */
export async function executeComparison(
  context: Context,
  planned: Startable<ComparisonPlan>,
  surroundings: Surroundings,
): Promise<ComparisonRun> {
  const { run, measure, finish, plan } = await begin<ComparisonPlan, ComparisonRun>(
    context,
    planned,
    surroundings,
    (common) => ({ ...common, plan: planned.plan, confirmation: [] }),
  );
  run.blocks = await measure();
  const candidates = gateCandidates(run);
  if (candidates.length > 0 && !context.signal.aborted) {
    run.confirmation = await measure(
      plan.confirmation.filter(({ workload }) => candidates.includes(workload)),
    );
  }
  return finish(run);
}

/** Measures benchmarks beside the spin probe. */
export async function executeBenchmark(
  context: Context,
  planned: Startable<BenchmarkPlan>,
  surroundings: Surroundings,
): Promise<BenchmarkRun> {
  const { run, measure, finish } = await begin<BenchmarkPlan, BenchmarkRun>(
    context,
    planned,
    surroundings,
    (common) => ({ ...common, plan: planned.plan }),
  );
  run.blocks = await measure();
  return finish(run);
}
