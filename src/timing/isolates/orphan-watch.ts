import { Worker } from 'node:worker_threads';

const INTERVAL_MS = 1000;

/**
 * What the watching thread runs: it sleeps, looks whether the parent is still there, and sleeps again. The parent is
 * gone when its number no longer is that of this process's parent, or (Windows) belongs to no process.
 */
const WATCH = `
const { workerData } = require('node:worker_threads');
const sleep = new Int32Array(new SharedArrayBuffer(4));
const { parent, interval_ms } = workerData;
const isThere = () => {
  try { return process.ppid === parent && process.kill(parent, 0); } catch (cause) { return cause.code === 'EPERM'; }
};
while (isThere()) Atomics.wait(sleep, 0, 0, interval_ms);
try { process.kill(-process.pid, 'SIGKILL'); } catch { process.kill(process.pid, 'SIGKILL'); }
`;

/**
 * Ends this process, and its group where it leads one, soon after its parent was killed, even while code in the main
 * thread never returns. A thread that sleeps costs that code nothing.
 */
export function watchParent(): void {
  const worker = new Worker(WATCH, {
    eval: true,
    workerData: { parent: process.ppid, interval_ms: INTERVAL_MS },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
  });
  worker.unref();
}
