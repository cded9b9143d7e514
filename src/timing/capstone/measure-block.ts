import { seededRandom } from '../../analysis/random.ts';
import type { Isolate, ModelProcess } from '../../contracts.ts';
import {
  type CapstoneBlock,
  type CapstoneContender,
  MODELS,
  type ModelId,
  type Phase,
} from '../../schema/capstone-run.ts';
import { blame, ContenderFailure } from '../attribute.ts';
import { measurePhase, newPhase, type PhaseInput, type Runner } from './measure-phase.ts';
import { type OpenInput, openModel } from './open-model.ts';
import { classesOf, countChanged } from './predictions.ts';

export interface CapstoneBlockInput extends OpenInput {
  test: { images: Float32Array; count: number; size: number };
  replicate: number;
  seed: number;
  /** Starts the yardstick, ready to run its forward pass. */
  startYardstick: () => Promise<Isolate>;
  processors: readonly number[];
  /** Monotonic clock in milliseconds since the run's start. */
  now: () => number;
  joules: (() => number) | null;
  signal: AbortSignal;
}

const empty = (id: ModelId): CapstoneContender => ({
  id,
  status: 'ok',
  origin: 'restored',
  start_ms: 0,
  predictions: null,
  changed: null,
  idle_bytes: null,
  peak_bytes: null,
});

interface Opened {
  models: ModelProcess[];
  yardstick: Isolate | undefined;
}

/** Fresh processes for both models, their first pass over the test set, then the phases that the tracks ask for. */
export async function measureCapstoneBlock(input: CapstoneBlockInput): Promise<CapstoneBlock> {
  const block: CapstoneBlock = {
    replicate: input.replicate,
    started_ms: input.now(),
    processor: null,
    contenders: MODELS.map(empty),
    phases: [],
  };
  const opened: Opened = { models: [], yardstick: undefined };
  const closeAll = async () => {
    await Promise.all([...opened.models, opened.yardstick].map((each) => each?.close()));
  };
  try {
    await openAll(opened, block, input);
    for (const i of block.contenders.keys()) await firstPass(opened, i, block, input);
    await takePhases(opened, block, input);
  } catch (cause) {
    // An interruption ends the processes under our hands: what they had finished is kept as it is.
    if (!input.signal.aborted) {
      if (!(cause instanceof ContenderFailure)) throw cause;
      Object.assign(block.contenders[cause.contender] ?? {}, { status: 'failed', reason: cause.message });
    }
  } finally {
    await closeAll();
  }
  return block;
}

/** Opens the models side by side; those that did open are kept even if one of them did not. */
async function openAll(opened: Opened, block: CapstoneBlock, input: CapstoneBlockInput): Promise<void> {
  const opening = await Promise.allSettled(
    block.contenders.map(async (contender, i) => {
      const process = await openModel(contender, input).catch((cause) => blame(i, cause));
      contender.start_ms = input.now() - block.started_ms;
      return process;
    }),
  );
  for (const each of opening) if (each.status === 'fulfilled') opened.models.push(each.value);
  for (const each of opening) if (each.status === 'rejected') throw each.reason;
  if (input.plan.tracks.includes('speed')) opened.yardstick = await input.startYardstick();
}

/** All test images once, and the memory that this took. Nothing else runs meanwhile. */
async function firstPass({ models }: Opened, i: number, block: CapstoneBlock, input: CapstoneBlockInput) {
  const [process, contender] = [models[i], block.contenders[i]];
  if (!process || !contender) return;
  const logits = await process
    .predict(contender.id, input.test, input.plan.timing.batch)
    .catch((cause) => blame(i, cause));
  const before = input.trained.logits.get(contender.id);
  contender.predictions = classesOf(logits);
  contender.changed = before ? countChanged(before, logits) : null;
  Object.assign(contender, await process.memory().catch((cause) => blame(i, cause)));
}

async function takePhases(opened: Opened, block: CapstoneBlock, input: CapstoneBlockInput): Promise<void> {
  const { tracks } = input.plan;
  const isSpeed = tracks.includes('speed');
  const wanted: Phase['phase'][] = [
    ...(isSpeed ? (['latency', 'throughput'] as const) : []),
    ...(tracks.includes('efficiency') ? (['energy'] as const) : []),
  ];
  if (wanted.length === 0) return;
  const random = seededRandom(input.seed);
  block.processor = await pin(opened, input.processors[random.integer(Math.max(1, input.processors.length))]);
  for (const phase of wanted) {
    if (input.signal.aborted) return;
    input.onEvent({
      kind: 'phase-started',
      replicate: block.replicate,
      of: input.plan.schedule.length,
      phase,
    });
    const runners = runnersOf(opened, block, phase);
    const { now, joules, signal } = input;
    const given: PhaseInput = { phase, timing: input.plan.timing, runners, random, now, joules, signal };
    const record = newPhase(given);
    block.phases.push(record);
    await measurePhase(record, given);
  }
}

/** @returns the processor that all are confined to now, or null where that can't be done */
async function pin({ models, yardstick }: Opened, processor: number | undefined): Promise<number | null> {
  if (processor === undefined) return null;
  const all = [...models, ...(yardstick ? [yardstick] : [])];
  const pinned = await Promise.all(all.map((each) => each.pin(processor)));
  return pinned.every(Boolean) ? processor : null;
}

function runnersOf({ models, yardstick }: Opened, block: CapstoneBlock, phase: Phase['phase']): Runner[] {
  const runners = models.map((process, i): Runner => {
    const { id } = block.contenders[i] ?? empty('baseline');
    const own = <T>(answer: Promise<T>) => answer.catch((cause) => blame(i, cause));
    return {
      id,
      choose: (batch) => own(process.choose(id, batch)),
      run: (calls) => own(process.run(calls)),
      sample: (budget_ms) => own(process.sample(budget_ms)),
    };
  });
  if (phase !== 'latency' || !yardstick) return runners;
  const { run, sample } = yardstick;
  return [...runners, { id: 'yardstick', run, sample }];
}
