import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/** Ends by itself within a second where the study was killed without a chance to end it. */
const BUSY = 'const study = process.ppid; for (let i = 1; i % 1e9 || process.ppid === study; i++);';

/** As many programs as there are processors, each as busy as can be, until the work is done. */
export async function besideBusyPrograms<T>(work: () => Promise<T>): Promise<T> {
  const busy: ChildProcess[] = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', BUSY], { stdio: 'ignore' }),
  );
  const end = () => {
    for (const each of busy) each.kill('SIGKILL');
  };
  // An interrupted study leaves nothing busy behind.
  process.once('exit', end);
  try {
    await Promise.all(busy.map((each) => once(each, 'spawn')));
    return await work();
  } finally {
    process.off('exit', end);
    end();
  }
}
