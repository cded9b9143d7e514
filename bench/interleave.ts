import { seededRandom } from '../src/analysis/random.ts';
import { orderOf, orders } from '../src/timing/turns.ts';

const SEED = 1;

/**
 * Lets contenders take turns, in an order that a seeded coin decides anew in each round, so that drift of the machine
 * hits all alike. One round more than asked for comes first and is dropped: it fills caches.
 *
 * @param contenders what each does in a turn; returns what it measured
 * @returns the samples of a contender, in the order taken
 */
export async function interleave<Name extends string>(
  contenders: Record<Name, () => number | Promise<number>>,
  rounds: number,
): Promise<(name: Name) => number[]> {
  const turns = Object.entries<() => number | Promise<number>>(contenders);
  const random = seededRandom(SEED);
  const samples = new Map(turns.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const i of orderOf(random.integer(orders(turns.length)), turns.length)) {
      const [name, turn] = turns[i] ?? [];
      const sample = await turn?.();
      if (round > 0 && name !== undefined && sample !== undefined) samples.get(name)?.push(sample);
    }
  }
  return (name) => samples.get(name) ?? [];
}
