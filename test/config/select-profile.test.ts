import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { selectProfile } from '../../src/config/select-profile.ts';
import { folderWith } from './_folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const GIB = 2 ** 30;

async function select(env: Record<string, string>, cores: number, memory_bytes: number) {
  const directory = folderWith({});
  const config = await loadConfig({ cwd: directory, env, flags: {} });
  const { profile, reason } = await selectProfile(config, { cores, memory_bytes }, { root, directory });
  return [profile.id, reason];
}

it('chooses by the machine when nothing is configured', async () => {
  expect((await select({}, 4, 16 * GIB))[0]).toBe('medium');
});

it('obeys the configuration and says which', async () => {
  expect(await select({ TITO_PROFILE: 'light' }, 64, 64 * GIB)).toEqual(['light', 'chosen by TITO_PROFILE']);
});

it('says what the machine lacks of a configured profile', async () => {
  const [id, reason] = await select({ TITO_PROFILE: 'heavy' }, 2, 64 * GIB);
  expect([id, reason]).toEqual([
    'heavy',
    'chosen by TITO_PROFILE, although heavy needs 8 cores, this machine has 2',
  ]);
});
