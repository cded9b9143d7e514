import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { startOf } from '../../src/hardware/process-start.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const fields = Array.from({ length: 50 }, (_, k) => `f${k + 3}`).join(' ');

it.each(['node', 'a b', '(x) y) '])("is field 22, also of a process with the name '%s'", (name) => {
  expect(startOf(7, temporaryFolder({ '7/stat': `7 (${name}) ${fields}\n` }))).toBe('f22');
});

it('is the same whenever it is asked, and later for a process that was started later', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const [own, other] = [startOf(process.pid), startOf(child.pid ?? 0)];
  expect(startOf(process.pid)).toBe(own);
  expect(Number(other)).toBeGreaterThan(Number(own));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(startOf(child.pid ?? 0)).toBeNull();
});
