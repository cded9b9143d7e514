import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { allowedProcessors } from '../hardware/processors.ts';
import { type Run, SCHEMA_VERSION } from '../schema/run.ts';
import type { TimingEvent } from '../timing/events.ts';
import { measure } from '../timing/measure.ts';
import { observeMachine, revisionOf, unknownSubject } from './observe-machine.ts';
import type { Planned } from './plan-baseline.ts';
import type { Results } from './results.ts';

interface Surroundings {
  results: Results;
  progress: Progress;
  verbose: boolean;
}

/** Carries a plan out and returns its raw facts; each finished block is in the journal before the next one starts. */
export async function executeBaseline(
  context: Context,
  { plan, config, benchmarks, kinds, spec }: Planned,
  { results, progress, verbose }: Surroundings,
): Promise<Run> {
  progress.update('Looking at the machine');
  const machine = await observeMachine();
  const run: Run = {
    schema_version: SCHEMA_VERSION,
    tito_version: context.version,
    started_at: new Date(context.clock()).toISOString(),
    finished_at: null,
    interrupted: false,
    plan,
    environment: machine.environment,
    subject: unknownSubject(plan.subject),
    blocks: [],
  };
  results.journal.append({ run });
  const onEvent = (event: TimingEvent) => {
    if (event.kind === 'block-started') progress.update(describe(event, plan.workloads));
    if (event.kind === 'output' && verbose) progress.say(event.text.trimEnd());
    if (event.kind === 'subject-loaded') {
      run.subject = event.facts;
      results.journal.append({ subject: event.facts });
    }
    if (event.kind === 'block-finished') results.journal.append({ block: event.block });
  };
  const limits = { limit_ms: plan.timing.call_limit_s * 1000, python: config.values.benchmark.python };
  const revision = await revisionOf(spec.argument);
  const start = (contender: string, onOutput: (text: string) => void) => {
    const options = { root: context.root, signal: context.signal, onOutput, revision, ...limits };
    return contender === 'yardstick'
      ? kinds.yardstick.start({ kind: 'reference', argument: '' }, options)
      : kinds.subject.start(spec, options);
  };
  const now = () => performance.now();
  const { signal } = context;
  run.blocks = await measure({
    plan,
    benchmarks,
    start,
    processors: allowedProcessors(),
    now,
    signal,
    onEvent,
  });
  return {
    ...run,
    finished_at: new Date(context.clock()).toISOString(),
    interrupted: context.signal.aborted,
    environment: machine.finish(run.subject),
  };
}

function describe(
  { workload, index, of }: Extract<TimingEvent, { kind: 'block-started' }>,
  workloads: Planned['plan']['workloads'],
): string {
  const title = workloads.find(({ id }) => id === workload)?.title ?? workload;
  return `Measuring ${title} (${index + 1} of ${of})`;
}
