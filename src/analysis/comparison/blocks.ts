import type { Block, ContenderBlock } from '../../schema/run.ts';
import { callTimes } from '../comparisons/paired-turns.ts';

/** What one contender did in a block; nothing where it took no part. */
export const contender = (block: Block, id: string): ContenderBlock | undefined =>
  block.contenders.find((each) => each.id === id);

/** One contender's parts of several blocks. */
export const partsOf = (blocks: readonly Block[], id: string): ContenderBlock[] =>
  blocks.flatMap((block) => contender(block, id) ?? []);

/** The blocks of a workload. One that was cut off before its first turn has neither a trouble nor a result. */
export const blocksOf = (blocks: readonly Block[], workload: string): Block[] =>
  blocks.filter(
    (block) =>
      block.workload === workload &&
      (block.coins.length > 0 || block.contenders.some(({ status }) => status !== 'ok')),
  );

/** Single calls for the distribution; where none were sampled, the slices. */
export function callsOf(part: ContenderBlock): number[] {
  if (part.calls_ms.length > 0) return part.calls_ms;
  return part.calls_per_slice > 0 ? callTimes(part) : [];
}

/**
 * Seconds that a workload's blocks took: they follow one another without gaps. How long the last block of all took is
 * put together from its parts.
 */
export function secondsSpent(all: readonly Block[], workload: string): number {
  const ms = all.reduce((sum, block, i) => {
    if (block.workload !== workload) return sum;
    const next = all[i + 1]?.started_ms;
    return sum + (next === undefined ? durationOf(block) : next - block.started_ms);
  }, 0);
  return ms / 1000;
}

/** Loading side by side, then warm-up, slices and sampled calls one after the other. */
function durationOf({ contenders }: Block): number {
  const start = Math.max(0, ...contenders.map(({ start_ms }) => start_ms));
  return contenders.reduce((sum, part) => {
    const slices = part.slices_ms.reduce((total, slice) => total + slice, 0);
    const call = part.slices_ms.length > 0 ? slices / (part.slices_ms.length * part.calls_per_slice) : 0;
    const isSampled = part.calls_per_slice > 1;
    const sampled = isSampled
      ? part.calls_ms.reduce((total, ms) => total + ms * part.calls_per_sample, 0)
      : 0;
    return sum + slices + call * part.warm_up_calls + sampled;
  }, start);
}
