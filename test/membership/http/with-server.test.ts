import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../../community/server/start-server.ts';
import { TitoError } from '../../../src/errors.ts';
import { httpRegistry } from '../../../src/membership/http/http-registry.ts';
import { submissionKey } from '../../../src/membership/outbox.ts';
import { REPOSITORY } from '../../support/context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { memberOf } from '../_member.ts';
import { baselineDocument } from '../_results.ts';

const TOKEN = 'a'.repeat(64);
const NEXT = 'b'.repeat(64);

async function registryOverHttp() {
  const server = await startServer({
    database: join(temporaryFolder(), 'class.sqlite'),
    host: '127.0.0.1',
    port: 0,
    reads_per_minute: null,
    proxies: null,
    root: REPOSITORY,
    version: '1.2.3',
    pid: process.pid,
    clock: () => Date.now(),
    log: () => {},
  });
  onTestFinished(() => server.close());
  const signal = new AbortController().signal;
  return httpRegistry({
    place: server.url,
    limit_ms: 20_000,
    clock: () => Date.now(),
    signal,
    version: '1.2.3',
  });
}

it('understands every answer of the server, and the server every request', async () => {
  const registry = await registryOverHttp();
  const code = (error: unknown) => (error instanceof TitoError ? error.code : error);
  expect(await registry.join(memberOf(), TOKEN)).toMatchObject({ created: true, builder_number: 1 });
  expect(await registry.join(memberOf(), TOKEN)).toMatchObject({ created: false, builder_number: 1 });
  expect(await registry.join(memberOf(), NEXT).catch(code)).toBe('wrong_token');
  const progress = { milestones_passed: 2, modules_completed: 7 };
  expect(await registry.update({ progress }, TOKEN)).toMatchObject({ member: { progress } });
  expect(await registry.stats(null)).toMatchObject({ total: 1, cohort: null });
  expect((await registry.stats(TOKEN)).cohort).not.toBeNull();
  expect((await registry.cohort({ since: '2020-01-01' }, TOKEN)).groups.length).toBeGreaterThan(0);
  expect(await registry.cutoffs('overall', TOKEN)).toMatchObject({ kind: 'cohort' });
  const query = { track: 'overall', within: 'all', limit: 10 } as const;
  expect(await registry.leaderboard(query, TOKEN)).toMatchObject({ entries: [] });
  expect(await registry.rotate(NEXT, TOKEN)).toHaveProperty('former_valid_until');
  expect(await registry.export(NEXT)).toMatchObject({ builder_number: 1, submissions: [] });
  expect(registry.clockSkew_s()).toBeNull();
  const tampered = { ...baselineDocument(), score: 100 };
  expect(await registry.submit(tampered, submissionKey(tampered), NEXT).catch(code)).toBe('run_refused');
  expect(await registry.leave(NEXT)).toEqual({ removed: { members: 1, submissions: 0 } });
  expect(await registry.export(NEXT).catch(code)).toBe('not_a_member');
});
