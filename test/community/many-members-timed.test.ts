import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { memberToken, writesOf } from '../../bench/community/population.ts';
import { median } from '../../bench/community/quantile.ts';
import { interleave } from '../../bench/interleave.ts';
import { createRegistry } from '../../community/registry.ts';
import { openSqliteStore } from '../../community/store/sqlite-store.ts';
import type { Write } from '../../community/store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const UNTIL = Date.UTC(2026, 10, 21);

/** A registry of so many who joined, and what it takes to ask one of them after the other. */
async function registryOf(members: number) {
  const file = join(temporaryFolder(), 'registry.db');
  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  const writes: Write[] = [...writesOf({ members, until: UNTIL, secret: await store.secret() })];
  store.applyBatch(writes.filter(({ kind }) => kind === 'join'));
  const examine = () => Promise.reject(new Error('nothing is submitted here'));
  const registry = createRegistry({ store, examine, clock: () => UNTIL, place: file });
  let turn = 0;
  const timing = (ask: (token: string) => Promise<unknown>) => async () => {
    // A prime number, so that all have their turn in an order that has nothing to do with when they joined.
    const token = memberToken(1 + ((turn++ * 7919) % members));
    const start = performance.now();
    await ask(token);
    return performance.now() - start;
  };
  return { registry, timing };
}

it('answers twenty times as many members in nearly the same time', { timeout: 120_000 }, async () => {
  const many = await registryOf(20_000);
  const few = await registryOf(1000);
  const questions = {
    stats: (registry: typeof many.registry) => (token: string) => registry.stats(token),
    cohort: (registry: typeof many.registry) => (token: string) => registry.cohort({ kind: 'cohort' }, token),
  };
  for (const [name, question] of Object.entries(questions)) {
    const [large, small] = [many.timing(question(many.registry)), few.timing(question(few.registry))];
    await interleave({ large, small }, 100);
    const samples = await interleave({ large, small }, 300);
    expect(median(samples('large')) / median(samples('small')), name).toBeLessThan(3);
  }
});
