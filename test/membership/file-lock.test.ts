import { execFile } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { withLock } from '../../src/membership/file-lock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('lets one at a time change a file', async () => {
  const folder = temporaryFolder({
    'count.txt': '0',
    'add.mjs': `
      import { readFileSync, writeFileSync } from 'node:fs';
      import { withLock } from ${JSON.stringify(join(import.meta.dirname, '../../src/membership/file-lock.ts'))};
      const file = process.argv[2];
      for (let i = 0; i < 200; i++) {
        withLock(file, () => writeFileSync(file, String(Number(readFileSync(file, 'utf8')) + 1)));
      }`,
  });
  const file = join(folder, 'count.txt');
  const run = () => promisify(execFile)(process.execPath, [join(folder, 'add.mjs'), file]);
  await Promise.all([run(), run(), run()]);
  expect(readFileSync(file, 'utf8')).toBe('600');
  expect(existsSync(`${file}.lock`)).toBe(false);
});

it('is let go where the work fails', () => {
  const file = join(temporaryFolder(), 'x');
  const fail = () => withLock(file, () => JSON.parse('{'));
  expect(fail).toThrow(SyntaxError);
  expect(withLock(file, () => 'again')).toBe('again');
});

it.each([-60, 60])('is taken from a process that was killed, %i s by the clock from now', (seconds) => {
  const file = join(temporaryFolder(), 'x');
  writeFileSync(`${file}.lock`, '');
  const then = Date.now() / 1000 + seconds;
  utimesSync(`${file}.lock`, then, then);
  expect(withLock(file, () => 'done')).toBe('done');
  expect(existsSync(`${file}.lock`)).toBe(false);
});
