import { join as path } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { SharedRanks } from '../../../../community/server/threads/shared-ranks.ts';
import { threadedStore } from '../../../../community/server/threads/threaded-store.ts';
import { WriterLink } from '../../../../community/server/threads/writer-link.ts';
import { openSqliteStore } from '../../../../community/store/sqlite-store.ts';
import { ALL, FALL, join, joining } from '../../../support/store-contract/requests.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A registry with somebody at each of some stages, and what is asked of it. */
async function registry() {
  const file = path(temporaryFolder({}), 'community.sqlite');
  const store = openSqliteStore(file);
  closing.push(() => store.close());
  for (let i = 0; i < 12; i++) await join(store, `m${i}`, { modules_completed: i % 5 });
  const asked: string[] = [];
  const reads = {
    rank: (...given: Parameters<typeof store.rank>) => {
      asked.push('rank');
      return store.rank(...given);
    },
    histogram: (...given: Parameters<typeof store.histogram>) => {
      asked.push('histogram');
      return store.histogram(...given);
    },
  };
  return { file, store, asked, ranks: new SharedRanks(reads) };
}

it('are those of the store, for values that somebody has and others', async () => {
  const { store, ranks } = await registry();
  for (const scope of [ALL, FALL]) {
    for (let value = 0; value < 40; value++) {
      expect(await ranks.rank(scope, 'progress', value)).toEqual(await store.rank(scope, 'progress', value));
    }
  }
  expect(await ranks.rank(ALL, 'overall', 5)).toEqual({ rank: 1, of: 0 });
});

it('cost one rank and one histogram for all who ask for them at once', async () => {
  const { asked, ranks } = await registry();
  await Promise.all(Array.from({ length: 50 }, (_, value) => ranks.rank(ALL, 'progress', value)));
  expect(asked).toEqual(['rank', 'histogram']);
});

it('are read again in the next turn of the event loop, and after something was written', async () => {
  const { asked, ranks } = await registry();
  const askTwice = () => Promise.all([1, 2].map((value) => ranks.rank(ALL, 'progress', value)));
  await askTwice();
  ranks.forget();
  await askTwice();
  expect(asked).toEqual(['rank', 'histogram', 'rank', 'histogram']);
  await nextTurn();
  await askTwice();
  expect(asked).toHaveLength(6);
});

it('count who was written in the same turn', async () => {
  const { file, store } = await registry();
  const link = new WriterLink();
  const { port1, port2 } = new MessageChannel();
  const served = threadedStore(openSqliteStore(file, { readOnly: true }), link);
  closing.push(() => served.close());
  const look = async () => (await served.rank(ALL, 'progress', 0)).of;
  const before: Promise<number>[] = [];
  // Heard before the link hears of it: in one turn others look, it is written, and who wrote it is answered.
  port1.on('message', () => {
    before.push(look(), look());
    store.applyBatch([{ kind: 'join', request: joining('new') }]);
  });
  link.connect(port1);
  port2.on('message', ({ writes }) =>
    port2.postMessage({ outcomes: [{ id: writes[0].id, outcome: { kind: 'joined' } }] }),
  );
  await served.write('join', joining('new'));
  expect([await look(), ...(await Promise.all(before))]).toEqual([13, 12, 12]);
});
