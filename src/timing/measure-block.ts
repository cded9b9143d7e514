import type { InputArray, Isolate } from '../contracts.ts';
import type { Block, PlannedWorkload, SubjectFacts, TimingSettings } from '../schema/run.ts';
import { type ContendersInput, measureContenders } from './measure-contenders.ts';
import { programTurns } from './program-turns.ts';

/** Share of a block's time that goes to single calls for the latency distribution, and its bound. */
const SAMPLING = { share: 0.15, longest_ms: 60 };

export interface BlockInput
  extends Pick<ContendersInput, 'replicate' | 'seed' | 'processors' | 'now' | 'signal'> {
  /** How long this block should take. */
  share_ms: number;
  workload: PlannedWorkload;
  inputs: Record<string, InputArray>;
  /** Known right answers by step name. */
  answers: Record<string, ArrayLike<number>>;
  timing: TimingSettings;
  /** Starts one isolate per contender, in the order of the plan. */
  contenders: readonly { id: string; start: () => Promise<Isolate> }[];
  onLoaded: (contender: string, facts: SubjectFacts) => void;
}

/** A block of a baseline: all contenders run the same program, whose right answers are known. */
export function measureBlock({ inputs, answers, timing, share_ms, ...input }: BlockInput): Promise<Block> {
  const data = { workload: input.workload, inputs, answers };
  return measureContenders({
    ...input,
    workload: input.workload.id,
    share_ms: () => share_ms,
    slice_ms: timing.slice_ms,
    warm_up: 'alternating',
    isReversed: input.replicate % 2 === 1,
    sampling: SAMPLING,
    contenders: input.contenders.map(({ id, start }) => ({
      id,
      warm_up_ms: timing.warm_up_ms[id] ?? 0,
      start: async () => programTurns(await start(), data),
    })),
  });
}
