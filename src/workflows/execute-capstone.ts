import { createHash } from 'node:crypto';
import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import type { Digits, Isolate, ModelProcess } from '../contracts.ts';
import { openEnergyMeter } from '../hardware/energy-meter.ts';
import { allowedProcessors } from '../hardware/processors.ts';
import type { CapstoneRun, TestSet } from '../schema/capstone-run.ts';
import { SCHEMA_VERSION } from '../schema/run.ts';
import type { CapstoneEvent } from '../timing/capstone/events.ts';
import { measureCapstone } from '../timing/capstone/measure-capstone.ts';
import { describeEvents } from './capstone-progress.ts';
import { observeMachine, revisionOf, unknownSubject } from './observe-machine.ts';
import type { PlannedCapstone } from './plan-capstone.ts';
import type { Results } from './results.ts';

interface Surroundings {
  results: Results;
  progress: Progress;
  verbose: boolean;
}

/** Carries a plan out and returns its raw facts; what is finished is in the journal before the next part starts. */
export async function executeCapstone(
  context: Context,
  planned: PlannedCapstone,
  { results, progress, verbose }: Surroundings,
): Promise<CapstoneRun> {
  const { plan } = planned;
  progress.update('Looking at the machine');
  const machine = await observeMachine();
  const run: CapstoneRun = {
    schema_version: SCHEMA_VERSION,
    tito_version: context.version,
    started_at: new Date(context.clock()).toISOString(),
    finished_at: null,
    interrupted: false,
    plan,
    environment: machine.environment,
    subject: unknownSubject(plan.subject),
    test: null,
    models: [],
    blocks: [],
  };
  // Without the test set: the code under test may read whatever lies on the disk.
  results.journal.append({ run });
  const { train, test } = planned.digits();
  const tell = describeEvents(progress, plan.timing.train_limit_s, verbose);
  const onEvent = (event: CapstoneEvent) => {
    tell.event(event);
    if (event.kind === 'subject-loaded') {
      run.subject = event.facts;
      results.journal.append({ subject: event.facts });
    }
    if (event.kind === 'trained') {
      run.test = event.test;
      results.journal.append({ models: event.models, test: event.test });
    }
    if (event.kind === 'block-finished') results.journal.append({ block: event.block });
  };
  const { signal } = context;
  try {
    const measured = await measureCapstone({
      ...{ plan, train, test, signal, onEvent },
      testSet: testSetOf(train, test, planned.test_seed),
      start: await startOf(context, planned),
      startYardstick: () => startYardstick(context, planned),
      processors: allowedProcessors(),
      now: () => performance.now(),
      joules: energyCounter(),
    });
    Object.assign(run, measured);
  } finally {
    tell.stop();
  }
  return {
    ...run,
    finished_at: new Date(context.clock()).toISOString(),
    interrupted: signal.aborted,
    environment: machine.finish(run.subject),
  };
}

/** How a fresh process of the subject is started. */
async function startOf(context: Context, { plan, config, kind, spec }: PlannedCapstone) {
  const { timing } = plan;
  const revision = await revisionOf(spec.argument);
  return (onOutput: (text: string) => void): Promise<ModelProcess> =>
    kind.capstone.start(spec, {
      root: context.root,
      signal: context.signal,
      limit_ms: timing.call_limit_s * 1000,
      memory_limit_bytes: timing.memory_limit_bytes,
      python: config.values.benchmark.python,
      revision,
      onOutput,
    });
}

/** The yardstick in an isolate of its own, ready for turns. */
async function startYardstick(context: Context, planned: PlannedCapstone): Promise<Isolate> {
  const { kind, benchmark } = planned.yardstick;
  const isolate = await kind.start(
    { kind: 'reference', argument: '' },
    {
      root: context.root,
      signal: context.signal,
      limit_ms: planned.plan.timing.call_limit_s * 1000,
      python: planned.config.values.benchmark.python,
      revision: null,
      onOutput: () => {},
    },
  );
  const { setup, steps } = benchmark;
  await isolate.rehearse({ inputs: benchmark.inputs(planned.plan.seed), setup, steps, observed: [] });
  return isolate;
}

/** The machine's energy in joules, as far as it can be read: a counter that goes away in the middle stands still. */
function energyCounter(): (() => number) | null {
  const meter = openEnergyMeter();
  if (!meter) return null;
  let last = 0;
  return () => {
    try {
      last = meter.read();
    } catch {
      // What was read so far stays; slices without energy are left out of the ratio.
    }
    return last;
  };
}

const testSetOf = (train: Digits, test: Digits, test_seed: number | null): TestSet => ({
  test_seed,
  train_sha256: hash(train),
  test_sha256: hash(test),
  labels: test.labels.join(''),
});

function hash({ images, labels }: Digits): string {
  const bytes = new Uint8Array(images.buffer, images.byteOffset, images.byteLength);
  return createHash('sha256').update(bytes).update(labels).digest('hex');
}
