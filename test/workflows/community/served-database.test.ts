import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDatabaseUrl } from '../../../community/store/postgres/database-url.ts';
import { servedDatabase } from '../../../src/workflows/community/served-database.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const COMMAND = 'tito community serve';
const cwd = '/somewhere';
const passwordFile = (text: string): string => {
  const file = join(temporaryFolder(), 'password');
  writeFileSync(file, text);
  return file;
};
const served = (env: Record<string, string>, option?: string) =>
  servedDatabase({ cwd, env: { HOME: cwd, ...env } }, option, COMMAND);

describe('servedDatabase', () => {
  it('is the option, then TITO_DATABASE, then the file in the data folder', () => {
    expect(served({ TITO_DATABASE: 'b.sqlite' }, 'a.sqlite')).toBe(join(cwd, 'a.sqlite'));
    expect(served({ TITO_DATABASE: 'b.sqlite' })).toBe(join(cwd, 'b.sqlite'));
    expect(served({ TITO_DATABASE: '' })).toMatch(/community\.sqlite$/);
  });

  it('gives an address the password of the file: its first line, whatever is in it', () => {
    const url = served({
      TITO_DATABASE: 'postgres://tito@db-1,db-2:5433/course?max=20',
      TITO_DATABASE_PASSWORD_FILE: passwordFile('a@b:c/d e%\nnot this\n'),
    });
    expect(url).toBe('postgres://tito:a%40b%3Ac%2Fd%20e%25@db-1,db-2:5433/course?max=20');
    expect(readDatabaseUrl(url).place).toBe('postgres://tito@db-1,db-2:5433/course');
  });

  it('leaves an address alone that has a password', () => {
    const url = 'postgres://tito:own@db/course';
    expect(served({ TITO_DATABASE: url, TITO_DATABASE_PASSWORD_FILE: passwordFile('other') })).toBe(url);
  });

  it('says what is wrong with the file, or with an address that is of no user', () => {
    const url = 'postgres://tito@db/course';
    const missing = join(cwd, 'missing');
    expect(() => served({ TITO_DATABASE_PASSWORD_FILE: missing }, url)).toThrow(
      `can't be read from ${missing}`,
    );
    expect(() => served({ TITO_DATABASE_PASSWORD_FILE: passwordFile('\nsecret') }, url)).toThrow(
      'has no password in its first line',
    );
    expect(() =>
      served({ TITO_DATABASE_PASSWORD_FILE: passwordFile('secret') }, 'postgres://db/course'),
    ).toThrow('An address without a user has no password');
  });
});
