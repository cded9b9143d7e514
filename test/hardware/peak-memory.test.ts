import { expect, it } from 'vitest';
import { peakMemory } from '../../src/hardware/peak-memory.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('is told in bytes', () => {
  const root = temporaryFolder({
    '7/status': 'Name:\tx\nVmPeak:\t  9999 kB\nVmHWM:\t    2048 kB\nVmRSS:\t  1 kB\n',
  });
  expect(peakMemory(7, root)).toBe(2048 * 1024);
});

it('of this process never shrinks, and grows with what it uses', () => {
  const before = peakMemory('self') ?? Number.NaN;
  const filled = Buffer.alloc(64 * 2 ** 20 + process.memoryUsage.rss(), 1);
  const after = peakMemory('self') ?? Number.NaN;
  expect(filled.at(-1)).toBe(1);
  expect(after).toBeGreaterThan(before);
  expect(after).toBeGreaterThanOrEqual(filled.length);
});

it.each([
  ['a system without /proc', {}],
  ['a process of the kernel, which has no memory of its own', { '7/status': 'Name:\tkthreadd\n' }],
])('is unknown for %s', (_, files) => {
  expect(peakMemory(7, temporaryFolder(files as Record<string, string>))).toBeNull();
});
