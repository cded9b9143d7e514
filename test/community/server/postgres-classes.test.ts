import { expect, it } from 'vitest';
import { institutionKey } from '../../../community/contributions.ts';
import { openPostgresStore } from '../../../community/store/postgres-store.ts';
import { classCodeFrom } from '../../../src/schema/community/class-code.ts';
import { describeWithPostgres } from '../../support/postgres.ts';
import { expectRecount } from '../../support/store-contract/recount.ts';
import { newDocument, newToken } from './_members.ts';
import { ask, refusal, type Served, serve } from './_serve.ts';

const CODES = [1, 2].map((i) => classCodeFrom(Uint8Array.of(i, 1, 2, 3, 4, 5, 6)));
const STUDENTS = 40;

describeWithPostgres('a class at two servers on one database', (cluster) => {
  it('is one class, whichever of them is asked, also by many at once', { timeout: 60_000 }, async () => {
    const url = await cluster.newDatabase();
    const servers = [await serve({ database: url }), await serve({ database: url })] as [Served, Served];
    const [one, other] = servers;
    const admins = await Promise.all(
      CODES.map(async (code, i) => {
        const token = newToken();
        const body = { class_id: newDocument().anonymous_id, name: `Class ${i}`, code, expires_at: null };
        expect((await ask(one, 'POST', '/v1/classes', { token, body })).status).toBe(200);
        return token;
      }),
    );
    const ids = new Set<string>();
    const study = async (i: number) => {
      const token = newToken();
      const document = newDocument();
      ids.add(document.anonymous_id);
      const [here, there] = i % 2 ? [one, other] : [other, one];
      const body = { ...document, class_code: CODES[i % 2] };
      expect((await ask(here, 'PUT', '/v1/member', { token, body })).status).toBe(200);
      // Into the other class, by the other server; and half of them back.
      for (const [server, code] of [
        [there, CODES[(i + 1) % 2]],
        ...(i % 4 < 2 ? [[here, CODES[i % 2]]] : []),
      ] as [Served, string][]) {
        const change = { class_code: code, progress: { modules_completed: i % 20 } };
        expect((await ask(server, 'PATCH', '/v1/member', { token, body: change })).status).toBe(200);
      }
    };
    await Promise.all(Array.from({ length: STUDENTS }, (_, i) => study(i)));
    const members = await Promise.all(
      admins.map(async (token) => (await ask(other, 'GET', '/v1/class', { token })).json.members),
    );
    expect(members).toEqual([STUDENTS / 2, STUDENTS / 2]);
    const store = await openPostgresStore(url);
    await expectRecount(store, ids, institutionKey);
    await store.close();

    const [token = ''] = admins;
    const roster = await ask(other, 'GET', '/v1/class/roster?limit=200', { token });
    expect(roster.json.entries).toHaveLength(STUDENTS / 2);
    const { handle } = roster.json.entries[0];
    const removal = { token, body: { reason: 'gone' } };
    expect((await ask(one, 'DELETE', `/v1/class/members/${handle}`, removal)).status).toBe(200);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await ask(one, 'PATCH', '/v1/class', { token, body: { frozen_until: until } });
    const body = { ...newDocument(), class_code: CODES[0] };
    const late = await ask(other, 'PUT', '/v1/member', { token: newToken(), body });
    expect([late.status, refusal(late).code]).toEqual([503, 'class_frozen']);
  });
});
