import type { Digits, Isolate, ModelProcess } from '../../contracts.ts';
import type { CapstoneBlock, CapstonePlan, TestSet, TrainedModel } from '../../schema/capstone-run.ts';
import type { CapstoneEvent } from './events.ts';
import { measureCapstoneBlock } from './measure-block.ts';
import { type TrainedModels, trainModels } from './train-models.ts';

export interface CapstoneInput {
  plan: CapstonePlan;
  train: Digits;
  test: Digits;
  /** What is written of the test set once the models have predicted. */
  testSet: TestSet;
  /** Starts a fresh process of the subject. */
  start: (onOutput: (text: string) => void) => Promise<ModelProcess>;
  startYardstick: () => Promise<Isolate>;
  processors: readonly number[];
  /** Monotonic clock in milliseconds. */
  now: () => number;
  /** Energy that the machine has used since some moment, in joules; null where it does not tell. */
  joules: (() => number) | null;
  signal: AbortSignal;
  onEvent: (event: CapstoneEvent) => void;
}

/** Trains the models, then measures them in fresh processes, block by block. */
export async function measureCapstone(
  input: CapstoneInput,
): Promise<{ models: TrainedModel[]; blocks: CapstoneBlock[] }> {
  const { plan, train, test, signal, onEvent } = input;
  const origin = input.now();
  const now = () => input.now() - origin;
  const start = () => input.start((text) => onEvent({ kind: 'output', text }));
  const trained = await trainModels({ plan, train, test, start, signal, onEvent });
  if (signal.aborted) return { models: trained.models, blocks: [] };
  onEvent({ kind: 'trained', models: trained.models, test: input.testSet });
  const blocks: CapstoneBlock[] = [];
  const begun = now();
  for (const { replicate, seed } of isWhole(trained) ? plan.schedule : []) {
    // Further isolates narrow the intervals; they are no reason to keep a user waiting for slow models.
    if (signal.aborted || (replicate > 0 && now() - begun > plan.timing.budget_s * 1000)) break;
    if (blocks.some(isLast)) break;
    onEvent({ kind: 'block-started', replicate, of: plan.schedule.length });
    const block = await measureCapstoneBlock({
      ...{ plan, train, trained, start, onEvent, replicate, seed, now, signal },
      test: { images: test.images, count: test.count, size: test.size },
      startYardstick: input.startYardstick,
      processors: input.processors,
      joules: input.joules,
    });
    if (signal.aborted && block.phases.length === 0) break;
    blocks.push(block);
    onEvent({ kind: 'block-finished', block });
  }
  return { models: trained.models, blocks };
}

/** With one of the models missing there is nothing to compare. */
const isWhole = ({ models }: TrainedModels) => models.every(({ status }) => status === 'ok');

/** What failed once is not tried again, and a model without bytes is not trained for every isolate. */
const isLast = ({ contenders }: CapstoneBlock) =>
  contenders.some(({ status, origin }) => status !== 'ok' || origin === 'trained');
