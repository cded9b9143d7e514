import type { ContenderBlock } from '../schema/run.ts';
import type { TurnSlice, TurnTaker } from '../turn-contracts.ts';

/** What turns add to: one coin per turn, and one slice of each contender. */
interface Turns {
  coins: number[];
  contenders: Pick<ContenderBlock, 'calls_per_slice' | 'slices_ms' | 'preempted' | 'processes'>[];
}

/** How many orders `n` contenders can have: n! */
export const orders = (n: number): number => (n <= 1 ? 1 : n * orders(n - 1));

/** The contenders' order that a coin stands for: the permutation of 0..n-1 with this Lehmer index. */
export function orderOf(coin: number, n: number): number[] {
  const left = Array.from({ length: n }, (_, i) => i);
  const order: number[] = [];
  let rest = coin;
  for (let k = n; k > 0; k--) {
    const block = orders(k - 1);
    const [next] = left.splice(Math.floor(rest / block), 1);
    rest %= block;
    if (next !== undefined) order.push(next);
  }
  return order;
}

/**
 * Contenders take turns in short slices. A seeded coin decides the order of every turn, so that under "no difference"
 * either is as likely to be the faster one whatever the machine does meanwhile.
 *
 * Finished turns are in the block even when a contender fails on the way; a turn counts only when it is complete.
 *
 * @param coin draws an integer in 0..n-1
 * @param isOver asked after every turn with the number of complete ones
 */
export async function takeTurns(
  isolates: readonly Pick<TurnTaker, 'run'>[],
  block: Turns,
  coin: (n: number) => number,
  isOver: (turns: number) => boolean,
): Promise<void> {
  const n = isolates.length;
  const slots: TurnSlice[] = isolates.map(() => ({ ms: 0, preempted: false }));
  do {
    const drawn = coin(orders(n));
    for (const i of orderOf(drawn, n)) {
      const isolate = isolates[i];
      if (isolate) slots[i] = await isolate.run(block.contenders[i]?.calls_per_slice ?? 1);
    }
    // A failed call says nothing of how long one takes: the turn is left out, for all contenders.
    if (slots.some(({ failure }) => failure !== undefined)) continue;
    const index = block.coins.push(drawn) - 1;
    for (const [i, contender] of block.contenders.entries()) {
      const slice = slots[i];
      if (!slice) continue;
      contender.slices_ms.push(slice.ms);
      if (slice.preempted) contender.preempted.push(index);
      if (slice.process) addProcess(contender, slice.process);
    }
  } while (!isOver(block.coins.length));
}

function addProcess(
  contender: Turns['contenders'][number],
  process: NonNullable<TurnSlice['process']>,
): void {
  contender.processes ??= { user_ms: [], system_ms: [], peak_memory_bytes: [] };
  contender.processes.user_ms.push(process.user_ms);
  contender.processes.system_ms.push(process.system_ms);
  contender.processes.peak_memory_bytes.push(process.peak_memory_bytes);
}
