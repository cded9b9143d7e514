import { describe, expect, it } from 'vitest';
import type { Outcome, Store, Write } from '../../../community/store.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { keyOfInstitution, RandomWrites } from './random-writes.ts';
import { expectRecount } from './recount.ts';
import type { OpenStore } from './store-under-test.ts';

const WRITES = 20_000;
const RECOUNTS = 3;

export function describeHistories(open: OpenStore): void {
  describe('a long history', () => {
    it('of joins, updates, submissions, moves, leaves and reviews leaves what a recount gives', async () => {
      const { store, applyTogether = (writes) => oneByOne(store, writes) } = await open();
      const random = seededRandom(20_260_901);
      const writes = new RandomWrites(random);
      const outcomes = new Map<string, number>();
      let nextRecount = Math.floor(WRITES / RECOUNTS);
      for (let done = 0; done < WRITES; ) {
        const batch = Array.from({ length: Math.min(1 + random.integer(200), WRITES - done) }, () =>
          writes.next(),
        );
        const answers = await applyTogether(batch);
        batch.forEach((write, i) => {
          const outcome = answers[i];
          if (!outcome) throw new Error('every write has an outcome');
          writes.heard(write, outcome);
          const name = `${write.kind} ${outcome.kind}`;
          outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
        });
        done += batch.length;
        if (done < nextRecount) continue;
        nextRecount += Math.floor(WRITES / RECOUNTS);
        await expectRecount(store, writes.ids, keyOfInstitution);
      }
      // It was about everything that can happen.
      for (const name of EVERYTHING) expect(outcomes.get(name) ?? 0, name).toBeGreaterThan(10);
    });
  });
}

const EVERYTHING = [
  'join joined',
  'join present',
  'update updated',
  'update unknown',
  'submit accepted',
  'submit present',
  'submit duplicate',
  'leave left',
  'leave unknown',
  'review reviewed',
  'remove removed',
  'remove unknown',
  'join no_class',
  'update no_class',
  'submit frozen',
  'createClass created',
  'createClass present',
  'changeClass changed',
  'changeClass taken',
  'expel expelled',
  'expel unknown',
];

async function oneByOne(store: Store, writes: readonly Write[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { kind, request } of writes) outcomes.push(await store.write(kind, request));
  return outcomes;
}
