import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { readProcessMemory, watchMemory } from '../../../src/timing/isolates/resident-memory.ts';

const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** A process that holds about that much memory. */
function holder(bytes: number) {
  const child = spawn(process.execPath, [
    '-e',
    `const held = Buffer.alloc(${bytes}, 1); setInterval(() => held, 1e6)`,
  ]);
  ended.push(() => child.kill('SIGKILL'));
  return child.pid;
}

function watch(pid: number | undefined, limit_bytes: number, isBusy = () => true): string[] {
  const exceeded: string[] = [];
  ended.push(watchMemory({ pid, limit_bytes, isBusy, onExceeded: (limit) => exceeded.push(limit) }));
  return exceeded;
}

describe.runIf(platform() === 'linux')('readProcessMemory', () => {
  it('tells what is resident and the most that was', () => {
    const { resident_bytes = 0, peak_bytes = 0 } = readProcessMemory('self') ?? {};
    expect(resident_bytes / process.memoryUsage.rss()).toBeGreaterThan(0.8);
    expect(resident_bytes / process.memoryUsage.rss()).toBeLessThan(1.25);
    expect(peak_bytes).toBeGreaterThanOrEqual(resident_bytes * 0.99);
  });

  it('knows nothing of a process that is gone', () => {
    expect(readProcessMemory(2 ** 30)).toBeNull();
  });
});

describe.skipIf(platform() === 'win32')('watchMemory', () => {
  it('notices a process above the limit and names it', async () => {
    const large = watch(holder(2 ** 28), 2 ** 27);
    await expect.poll(() => large[0], { timeout: 20_000 }).toBe('128 MiB');
  });

  it('leaves one below the limit alone, and one that is not busy', async () => {
    const pid = holder(2 ** 28);
    const [above, below, idle] = [watch(pid, 2 ** 27), watch(pid, 2 ** 31), watch(pid, 2 ** 27, () => false)];
    await expect.poll(() => above.length, { timeout: 20_000 }).toBeGreaterThan(2);
    expect([below, idle]).toEqual([[], []]);
  });
});
