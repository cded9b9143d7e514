import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import type { Block } from '../../schema/run.ts';
import type { Judgement } from './judge.ts';

/** Beyond this share of slices that lost the processor, times are those of the machine's other work. */
const MUCH_PREEMPTION = 0.1;
/** Below this share of isolates on the side of the estimate, it depends on which isolate one meets. */
const FEW_AGREE = 0.75;
/** Turns below which a comparison stands on little. */
const FEW_PAIRS = 6;

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/** What the reader should know of one comparison besides its verdict, each a sentence. */
export function warningsOf(
  { shape }: MeasuredWorkload,
  { verdict, ratio, isolate_ratios, pairs }: Judgement,
  blocks: readonly Block[],
): string[] {
  const warnings: string[] = [];
  const warn = (isSo: boolean, text: string) => isSo && warnings.push(text);
  const isClaim = verdict === 'faster' || verdict === 'slower';
  const parts = blocks.flatMap(({ contenders }) => contenders);
  const slices = parts.reduce((sum, { slices_ms }) => sum + slices_ms.length, 0);
  const preempted = parts.reduce((sum, part) => sum + part.preempted.length, 0) / Math.max(1, slices);
  warn(
    shape !== 'command' && preempted > MUCH_PREEMPTION,
    `other programs interrupted ${percent(preempted)} of its slices.`,
  );
  const agreeing = isolate_ratios.filter((each) => each > 1 === (ratio ?? 1) > 1).length;
  warn(
    isClaim && isolate_ratios.length >= 2 && agreeing < FEW_AGREE * isolate_ratios.length,
    `${agreeing} of ${isolate_ratios.length} fresh isolates say so.`,
  );
  warn(pairs > 0 && pairs < FEW_PAIRS, `it stands on ${pairs} ${pairs === 1 ? 'pair' : 'pairs'} of slices.`);
  return warnings;
}
