import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { giveConsent } from '../../src/membership/consent.ts';
import { createIdentity } from '../../src/membership/identity.ts';
import { openRegistry } from '../../src/membership/open-registry.ts';
import { registryPlace } from '../../src/membership/registry-place.ts';
import { rotateToken, settleRotation } from '../../src/membership/rotate-token.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { STATS } from './_answers.ts';
import { memberOf } from './_member.ts';
import { freshKeeper } from './_place.ts';
import { answering } from './http/_server.ts';

const NOW = Date.UTC(2026, 8, 1, 10);
const TOKEN = 'a'.repeat(64);

async function open(text: string | null, data = temporaryFolder()) {
  const place = registryPlace(text, { cwd: data, data });
  const signal = new AbortController().signal;
  const options = { root: REPOSITORY, data, clock: () => NOW, limit_ms: 2000, signal, version: '1.2.3' };
  const registry = await openRegistry(place, options);
  onTestFinished(() => registry.close());
  return { registry, place };
}

describe('a file', () => {
  it('is made in the data folder, which is closed to others', async () => {
    const data = join(temporaryFolder(), 'share', 'tito');
    const { registry, place } = await open(null, data);
    expect(registry.place).toBe(place.text);
    expect(existsSync(place.text)).toBe(true);
    expect(statSync(dirname(place.text)).mode & 0o777).toBe(0o700);
    expect(registry.clockSkew_s()).toBeNull();
  });

  it('is a whole registry in this process', async () => {
    const { registry } = await open('deep/down/class.sqlite');
    const joined = await registry.join(memberOf(), TOKEN);
    expect(joined).toMatchObject({ created: true, builder_number: 1 });
    expect(await registry.stats(TOKEN)).toMatchObject({ total: 1 });
    expect(await registry.leave(TOKEN)).toMatchObject({ removed: { members: 1 } });
  });

  it('finds its members again', async () => {
    const folder = temporaryFolder();
    const first = await open('class.sqlite', folder);
    await first.registry.join(memberOf(), TOKEN);
    const second = await open('class.sqlite', folder);
    expect(await second.registry.join(memberOf(), TOKEN)).toMatchObject({
      created: false,
      builder_number: 1,
    });
  });

  it('that is a folder is refused', async () => {
    const folder = temporaryFolder({ 'here/x': '' });
    await expect(open('here', folder)).rejects.toMatchObject({
      code: 'registry_unusable',
      message: expect.stringContaining('it is a folder'),
      hint: expect.stringContaining('--registry FILE'),
    });
  });

  it('that is none of a registry is refused and left as it is', async () => {
    const text = 'dear diary, '.repeat(500);
    const folder = temporaryFolder({ 'diary.txt': text });
    await expect(open('diary.txt', folder)).rejects.toMatchObject({ code: 'registry_unusable' });
    expect(readFileSync(join(folder, 'diary.txt'), 'utf8')).toBe(text);
  });

  it('below something that is no folder is refused', async () => {
    const folder = temporaryFolder({ file: '' });
    await expect(open('file/class.sqlite', folder)).rejects.toMatchObject({ code: 'registry_unusable' });
  });
});

describe('a URL', () => {
  it('is asked over HTTP', async () => {
    const { place, received } = await answering({ body: STATS });
    const { registry } = await open(place);
    expect(await registry.stats(TOKEN)).toEqual(STATS);
    expect(received[0]?.headers['user-agent']).toBe('tito/1.2.3');
  });
});

describe('a rotation', () => {
  it('is understood by the registry in this process, also when it is brought to its end late', async () => {
    const { keeper } = freshKeeper();
    const { registry, place } = await open(null, keeper.data);
    const identity = createIdentity(keeper, place, giveConsent(NOW), NOW);
    const member = memberOf({ anonymous_id: identity.anonymous_id });
    await registry.join(member, identity.token);
    const lost = async (next: string, token: string) => {
      await registry.rotate(next, token);
      throw new Error('killed');
    };
    await expect(rotateToken({ rotate: lost }, keeper, place)).rejects.toThrow('killed');
    const pending = createIdentity(keeper, place, giveConsent(NOW), NOW);
    const settled = await settleRotation(registry, keeper, place, pending);
    expect(settled.token).toBe(pending.next_token);
    expect(await registry.export(settled.token)).toMatchObject({ builder_number: 1 });
    await rotateToken(registry, keeper, place);
    await expect(registry.export('b'.repeat(64))).rejects.toMatchObject({ code: 'not_a_member' });
  });
});
