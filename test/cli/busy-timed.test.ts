import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { reportBaseline, subject, workload } from './_baseline.ts';

/** Keeps this many processors busy until it is disposed of. */
function busy(processors: number): Disposable {
  const children = Array.from({ length: processors }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  return {
    [Symbol.dispose]: () => {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

const words = ['--subject', subject('slow'), '--budget', '7', '--seed', '3'];

describe('a baseline on a busy machine', () => {
  it('gives the same ratio to the yardstick within 15 %, and reports the noise', {
    retry: 3,
    timeout: 120_000,
  }, async () => {
    const { report: quiet } = await reportBaseline(words);
    using _load = busy(2);
    const { report: loaded } = await reportBaseline(words);
    for (const { id, ratio } of loaded.workloads) {
      const change = (ratio ?? Number.NaN) / (workload(quiet, id).ratio ?? Number.NaN);
      expect(change, id).toBeGreaterThan(1 / 1.15);
      expect(change, id).toBeLessThan(1.15);
    }
    expect(loaded.noise.preempted_share).toBeGreaterThan(0.02);
    expect(loaded.noise.load_after).toBeGreaterThan(0);
  });
});
