import { spawnSync } from 'node:child_process';

export const hasNumpy =
  spawnSync('python3', ['-c', 'import numpy']).status === 0 || process.env.CI !== undefined;

/** Runs a script in a folder, with `numpy` as `np`; tests that need it are skipped where python3 or numpy is missing. */
export function runNumpy(script: string, folder: string): void {
  const { status, stderr } = spawnSync('python3', ['-c', `import numpy as np\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
