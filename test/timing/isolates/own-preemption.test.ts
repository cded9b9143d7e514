import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allowedProcessors } from '../../../src/hardware/processors.ts';

const MODULE = pathToFileURL(
  join(import.meta.dirname, '../../../src/timing/isolates/own-preemption.ts'),
).href;
const SPIN = 'const end = Date.now() + 20_000; while (Date.now() < end);';
const SLICES = 200;

/** A thread that looks at slices of 2 ms, and a main thread that is busy meanwhile on the processor of another program. */
const PROGRAM = `
  const { Worker } = require('node:worker_threads');
  const { execFileSync } = require('node:child_process');
  const [own, others] = process.argv.slice(1);
  const pin = (thread, processor) => execFileSync('taskset', ['--cpu-list', '--pid', processor, String(thread)]);
  const worker = new Worker(\`
    const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(MODULE)}).then(({ watchPreemption }) => {
      parentPort.postMessage(Number(require('node:fs').readlinkSync('/proc/thread-self').split('/').at(-1)));
      parentPort.once('message', () => {
        const begin = watchPreemption();
        let hit = 0;
        for (let i = 0; i < ${SLICES}; i++) {
          const isPreempted = begin();
          const start = performance.now();
          while (performance.now() < start + 2);
          if (isPreempted(performance.now() - start)) hit += 1;
        }
        parentPort.postMessage(hit);
      });
    });\`, { eval: true });
  worker.once('message', (thread) => {
    pin(thread, own);
    pin(process.pid, others);
    worker.postMessage('begin');
    const end = performance.now() + ${3 * SLICES};
    while (performance.now() < end);
    worker.once('message', (hit) => console.log(hit));
  });`;

/** Slices of a thread on processor `own` that were pre-empted, while a program keeps processor `busy` from others. */
function preempted(own: number, busy: number): number {
  const hog = spawn('taskset', ['-c', `${busy}`, process.execPath, '-e', SPIN], { stdio: 'ignore' });
  onTestFinished(() => void hog.kill('SIGKILL'));
  const words = ['-e', PROGRAM, `${own}`, `${busy}`];
  const hit = Number(execFileSync(process.execPath, words, { encoding: 'utf8' }));
  hog.kill('SIGKILL');
  return hit / SLICES;
}

const [first = 0, second] = allowedProcessors();
const isPossible = existsSync('/proc/thread-self/schedstat') && second !== undefined;

describe.skipIf(!isPossible)('watchPreemption', () => {
  it('sees that another program had the processor of a thread, and not what other threads wait for', () => {
    const shared = preempted(first, first);
    expect(shared).toBeGreaterThan(0.2);
    expect(preempted(second ?? first, first)).toBeLessThan(shared / 2);
  });
});
