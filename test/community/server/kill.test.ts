import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { institutionKey } from '../../../community/contributions.ts';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import { expectRecount } from '../../support/store-contract/recount.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newDocument, newToken } from './_members.ts';
import { asText, RawClient } from './_raw-client.ts';
import { serveInProcess } from './_serve-process.ts';

const ROUNDS = 3;
const CONNECTIONS = 16;

/** Joins, and changes what was joined, until the connection breaks. */
async function load(port: number, acknowledged: Map<string, number>, attempted: Set<string>) {
  const client = await RawClient.open(port);
  try {
    for (let i = 0; ; i++) {
      const document = newDocument({ institution_name: `Institution ${i % 7}` });
      const id = document.anonymous_id;
      const headers = { authorization: `Bearer ${newToken()}`, 'content-type': 'application/json' };
      attempted.add(id);
      const joined = await client.request(asText('PUT', '/v1/member', headers, JSON.stringify(document)));
      expect(joined.status).toBe(200);
      acknowledged.set(id, 5);
      const change = JSON.stringify({ progress: { modules_completed: 12 } });
      const updated = await client.request(asText('PATCH', '/v1/member', headers, change));
      expect(updated.status).toBe(200);
      acknowledged.set(id, 12);
    }
  } catch (error) {
    if (!(error instanceof Error && error.message === 'the connection ended')) throw error;
  }
}

describe('a server that is killed while it is asked', () => {
  it('has everything that it acknowledged, and counts that fit', { timeout: 120_000 }, async () => {
    const file = join(temporaryFolder(), 'registry.sqlite');
    const acknowledged = new Map<string, number>();
    const attempted = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const before = acknowledged.size;
      const server = await serveInProcess(['--database', file, '--rate-limit', 'off']);
      const loads = Array.from({ length: CONNECTIONS }, () => load(server.port, acknowledged, attempted));
      while (acknowledged.size < before + 50) await pause(5);
      await pause(Math.random() * 200);
      server.child.kill('SIGKILL');
      await Promise.all([server.ended, ...loads]);
      const store = openSqliteStore(file);
      for (const [id, modules] of acknowledged)
        expect((await store.member(id))?.modules_completed, id).toBeGreaterThanOrEqual(modules);
      await expectRecount(store, attempted, institutionKey);
      await store.close();
    }
    expect(acknowledged.size).toBeGreaterThan(150);
  });
});
