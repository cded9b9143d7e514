import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { TitoError } from '../../src/errors.ts';
import { startOf } from '../../src/hardware/process-start.ts';
import { lockRun } from '../../src/storage/run-lock.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MODULE = pathToFileURL(join(REPOSITORY, 'src/storage/run-lock.ts')).href;
const journalIn = (folder: string) => join(folder, 'tasks_1.jsonl');

function refusal(journal: string): TitoError {
  try {
    lockRun(journal);
  } catch (cause) {
    if (cause instanceof TitoError) return cause;
    throw cause;
  }
  throw new Error('it was locked');
}

/** A process that has been killed while it held the lock of this journal. */
async function killedOwner(journal: string): Promise<void> {
  const program = `import { lockRun } from '${MODULE}'; lockRun(${JSON.stringify(journal)}); console.log('held'); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the lock of a run', () => {
  it('is held by one at a time, and named to the other', () => {
    const journal = journalIn(temporaryFolder());
    const release = lockRun(journal);
    expect(refusal(journal)).toMatchObject({ code: 'run_in_use', exit: 5 });
    expect(refusal(journal).message).toContain(`process ${process.pid}`);
    expect(refusal(journal).hint).toContain(`${journal}.lock`);
    release();
    lockRun(journal)();
  });

  it('leaves nothing behind', () => {
    const folder = temporaryFolder();
    lockRun(journalIn(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of another run is another lock', () => {
    const folder = temporaryFolder();
    const release = lockRun(join(folder, 'a.jsonl'));
    lockRun(join(folder, 'b.jsonl'))();
    release();
  });

  it('whose owner was killed is taken over', async () => {
    const journal = journalIn(temporaryFolder());
    await killedOwner(journal);
    expect(existsSync(`${journal}.lock`)).toBe(true);
    const release = lockRun(journal);
    expect(refusal(journal).code).toBe('run_in_use');
    release();
  });

  it('of a process that has gone is not that of the one with its number now, as in the next container', () => {
    const journal = journalIn(temporaryFolder());
    writeFileSync(`${journal}.lock`, `${process.pid} ${Number(startOf(process.pid)) - 1}`);
    lockRun(journal)();
  });

  it('that another one is just taking over is left to it', async () => {
    const journal = journalIn(temporaryFolder());
    await killedOwner(journal);
    writeFileSync(`${journal}.lock.turn`, '');
    expect(refusal(journal).code).toBe('run_in_use');
    rmSync(`${journal}.lock.turn`);
    lockRun(journal)();
  });

  it('that is just being written counts', () => {
    const journal = journalIn(temporaryFolder({ 'tasks_1.jsonl.lock': '' }));
    expect(refusal(journal).message).toContain('process unknown');
  });

  it('that was left behind is taken over by one of many who try at the same moment', async () => {
    const folder = temporaryFolder();
    const [workers, rounds] = [2, 300];
    for (let round = 0; round < rounds; round++)
      writeFileSync(join(folder, `${round}.jsonl.lock`), '999999999 1');
    const shared = new Int32Array(new SharedArrayBuffer(4 * (rounds + 1)));
    const program = `
      const { workerData, parentPort } = require('node:worker_threads');
      import('${MODULE}').then(({ lockRun }) => {
        const { folder, shared, workers, rounds } = workerData;
        let held = 0;
        for (let round = 0; round < rounds; round++) {
          // All begin the round together.
          Atomics.add(shared, round, 1);
          while (Atomics.load(shared, round) < workers);
          try { lockRun(folder + '/' + round + '.jsonl'); held += 1; } catch (cause) { if (cause.code !== 'run_in_use') throw cause; }
        }
        parentPort.postMessage(held);
      });`;
    const held = await Promise.all(
      Array.from({ length: workers }, async () => {
        const worker = new Worker(program, { eval: true, workerData: { folder, shared, workers, rounds } });
        const [count] = await once(worker, 'message');
        return count as number;
      }),
    );
    expect(held.reduce((sum, count) => sum + count, 0)).toBe(rounds);
  });

  it('says what the system says where the folder is not there', () => {
    expect(() => lockRun('/no/such/folder/x.jsonl')).toThrow(/ENOENT/);
  });
});
