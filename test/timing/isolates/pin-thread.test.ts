import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { allowedProcessors } from '../../../src/hardware/processors.ts';
import { pinThread } from '../../../src/timing/isolates/pin-thread.ts';

const child = spawn('sleep', ['60']);
afterAll(() => child.kill('SIGKILL'));

describe.runIf(platform() === 'linux')('pinThread', () => {
  it('confines a thread to one processor', async () => {
    const processor = allowedProcessors().at(-1) ?? 0;
    expect(await pinThread(child.pid ?? 0, processor)).toBe(true);
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    expect(status).toMatch(new RegExp(`Cpus_allowed_list:\\s*${processor}\n`));
  });

  it('says so where it can not', async () => {
    expect(await pinThread(child.pid ?? 0, 100_000)).toBe(false);
  });
});
