import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { PYTHON, ROOT } from './bridge-fixtures.ts';

/** Whether a process still runs; one that only waits to be collected by its parent does not. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
  } catch {
    return false;
  }
};

/** Both write their number into their folder and then never return. */
const PYTHON_LOOP = `
import os
def baseline(data):
    with open("number", "w") as file:
        file.write(str(os.getpid()))
    while True:
        pass
def optimized(data, baseline):
    return baseline
`;
const MODULE_LOOP = `
import { writeFileSync } from 'node:fs';
const baseline = () => {
  writeFileSync('number', String(process.pid));
  for (;;);
};
export default { name: 'loop', capstone: { baseline, optimized: () => null } };
`;

/** A program that starts the training of a model. */
const parentOf = (start: string) => `
import { startPythonModels } from '${ROOT}/src/timing/isolates/python-models.ts';
import { startModuleModels } from '${ROOT}/src/timing/isolates/module-models.ts';
const options = { root: '${ROOT}', limit_ms: 60_000, python: '${PYTHON}', revision: null, onOutput: () => {},
  signal: new AbortController().signal, memory_limit_bytes: 2 ** 31 };
const models = await ${start};
const data = { images: new Float32Array(64), labels: new Uint8Array(1), count: 1, size: 8 };
await models.train({ model: 'baseline', data, seed: 1, limit_ms: 3_600_000, onProgress: () => {} });
`;

it.skipIf(process.platform === 'win32').each([
  ['Python', 'capstone.py', PYTHON_LOOP, "startPythonModels({ kind: 'python', argument: file }, options)"],
  ['JavaScript', 'subject.js', MODULE_LOOP, "startModuleModels(file, 'module', options)"],
])(
  'a process of %s ends when tito is killed while its code loops for ever',
  async (_, file, content, start) => {
    const folder = temporaryFolder({ [file]: content });
    const source = parentOf(start).replace('file', JSON.stringify(join(folder, file)));
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
      stdio: 'inherit',
    });
    const number = join(folder, 'number');
    const child = () => Number(existsSync(number) && readFileSync(number, 'utf8'));
    await expect.poll(child, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(isAlive(child())).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(child()), { timeout: 10_000 }).toBe(false);
  },
);
