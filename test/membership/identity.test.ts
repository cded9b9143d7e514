import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { giveConsent } from '../../src/membership/consent.ts';
import {
  changeIdentity,
  createIdentity,
  forgetIdentity,
  identityFile,
  readIdentity,
} from '../../src/membership/identity.ts';
import { registryPlace } from '../../src/membership/registry-place.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freshKeeper } from './_place.ts';

const created = () => {
  const { keeper, place } = freshKeeper();
  const identity = createIdentity(keeper, place, giveConsent(0), 0);
  return { keeper, place, identity, file: identityFile(keeper, place) };
};
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('a new identity', () => {
  it('is random, pending, and on disk', () => {
    const { keeper, place, identity } = created();
    expect(identity).toMatchObject({ state: 'pending', registry: place.text, next_token: null });
    expect(identity.anonymous_id).toMatch(/^[0-9a-f]{32}$/);
    expect(identity.token).toMatch(/^[0-9a-f]{64}$/);
    expect(readIdentity(keeper, place)).toEqual(identity);
    expect(created().identity.token).not.toBe(identity.token);
  });

  it('is the one that the user was shown', () => {
    const { keeper, place } = freshKeeper();
    const shown = 'c'.repeat(32);
    expect(createIdentity(keeper, place, giveConsent(0), 0, shown).anonymous_id).toBe(shown);
  });

  it('can be read by its owner only', () => {
    const { file } = created();
    expect(modeOf(file)).toBe(0o600);
    expect(modeOf(dirname(file))).toBe(0o700);
  });

  it('closes a folder that was open', () => {
    const { keeper, place } = freshKeeper();
    const folder = join(keeper.data, 'members');
    mkdirSync(folder, { mode: 0o755 });
    createIdentity(keeper, place, giveConsent(0), 0);
    expect(modeOf(folder)).toBe(0o700);
  });

  it('is the one that is there, where a join was killed before', () => {
    const { keeper, place, identity } = created();
    expect(createIdentity(keeper, place, giveConsent(5), 5)).toEqual(identity);
  });

  it('is one per registry', () => {
    const { keeper, identity } = created();
    const other = registryPlace('https://other.example', { cwd: '/', data: keeper.data });
    expect(readIdentity(keeper, other)).toBeNull();
    expect(createIdentity(keeper, other, giveConsent(0), 0).anonymous_id).not.toBe(identity.anonymous_id);
  });

  it('is one where several tito begin at once', async () => {
    const { keeper, place } = freshKeeper();
    const source = (name: string) =>
      JSON.stringify(join(import.meta.dirname, `../../src/membership/${name}.ts`));
    const program = join(
      temporaryFolder({
        'join.mjs': `
          import { giveConsent } from ${source('consent')};
          import { createIdentity } from ${source('identity')};
          const [keeper, place] = JSON.parse(process.argv[2]);
          while (Date.now() < Number(process.argv[3]));
          process.stdout.write(JSON.stringify(createIdentity(keeper, place, giveConsent(0), 0)));`,
      }),
      'join.mjs',
    );
    const words = [program, JSON.stringify([keeper, place]), `${Date.now() + 1500}`];
    const run = () => promisify(execFile)(process.execPath, words);
    const printed = await Promise.all([run(), run(), run(), run()]);
    expect(new Set(printed.map(({ stdout }) => stdout)).size).toBe(1);
    expect(readdirSync(join(keeper.data, 'members'))).toHaveLength(1);
  });
});

describe('a change', () => {
  it('is made to what stands on disk, and keeps the mode', () => {
    const { keeper, place, identity, file } = created();
    changeIdentity(keeper, place, () => ({ builder_number: 7 }));
    const joined = changeIdentity(keeper, place, () => ({ state: 'joined' }));
    expect(joined).toEqual({ ...identity, builder_number: 7, state: 'joined' });
    expect(readIdentity(keeper, place)).toEqual(joined);
    expect(modeOf(file)).toBe(0o600);
    expect(readdirSync(dirname(file))).toHaveLength(1);
  });

  it('keeps what a newer tito wrote beside it', () => {
    const { keeper, place, identity, file } = created();
    writeFileSync(file, JSON.stringify({ ...identity, pronoun: 'she' }));
    changeIdentity(keeper, place, () => ({ builder_number: 7 }));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pronoun: 'she', builder_number: 7 });
  });

  it('of nobody is none', () => {
    const { keeper, place } = freshKeeper();
    expect(changeIdentity(keeper, place, () => ({ builder_number: 7 }))).toBeNull();
    expect(readdirSync(keeper.data)).toEqual([]);
  });
});

describe('a file that can not be trusted', () => {
  const corrupted = (change: (file: string, text: string) => void) => {
    const { keeper, place, file, identity } = created();
    change(file, readFileSync(file, 'utf8'));
    const before = readFileSync(file, 'utf8');
    const fails = (attempt: () => unknown) => {
      expect(attempt).toThrow(expect.objectContaining({ code: 'corrupt_membership' }));
      try {
        attempt();
      } catch (error) {
        return `${(error as Error).message} ${(error as { hint?: string }).hint}`;
      }
      return '';
    };
    const said = fails(() => readIdentity(keeper, place));
    fails(() => createIdentity(keeper, place, giveConsent(0), 0));
    fails(() => changeIdentity(keeper, place, () => ({ builder_number: 7 })));
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(said).not.toContain(identity.token);
    return said;
  };

  it.each([
    ['empty', () => ''],
    ['cut off', (text: string) => text.slice(0, 200)],
    ['no JSON', (text: string) => text.replace('{', '[')],
    ['without a token', (text: string) => text.replace('"token"', '"tokem"')],
    ['with a short token', (text: string) => text.replace(/"token": "\w{10}/, '"token": "')],
    ['a list', () => '[]'],
    ['of a newer schema', (text: string) => text.replace('"schema_version": 1', '"schema_version": 2')],
    ['of another registry', (text: string) => text.replace('https://tito', 'https://evil')],
    ['huge', (text: string) => text + ' '.repeat(100_000)],
  ])('%s is named and kept, never read as "not joined"', (_name, change) => {
    corrupted((file, text) => writeFileSync(file, change(text)));
  });

  it('that others may open is told how to close it', () => {
    expect(corrupted((file) => chmodSync(file, 0o640))).toMatch(/mode 640.*chmod 600/);
  });

  it('of another user is not used', () => {
    const { keeper, place } = created();
    const other = { ...keeper, user: (keeper.user ?? 0) + 1 };
    expect(() => readIdentity(other, place)).toThrow(/belongs to another user/);
  });

  it('that is a folder is named', () => {
    const { keeper, place } = freshKeeper();
    mkdirSync(identityFile(keeper, place), { recursive: true });
    expect(() => readIdentity(keeper, place)).toThrow(/it is no file/);
  });
});

describe('forgetting', () => {
  it('leaves nothing with a token in it, not even of a write that was killed', () => {
    const { keeper, place, file } = created();
    const other = registryPlace('https://other.example', { cwd: '/', data: keeper.data });
    createIdentity(keeper, other, giveConsent(0), 0);
    writeFileSync(`${file}.0123456789ab.tmp`, readFileSync(file));
    forgetIdentity(keeper, place);
    expect(readdirSync(dirname(file))).toEqual([`${other.slug}.json`]);
    expect(readIdentity(keeper, place)).toBeNull();
  });
});
