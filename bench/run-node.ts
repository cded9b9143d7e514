import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Node with nothing to do: what every start-up pays. */
export const BARE = ['-e', '0'];

/**
 * The built program of the repository.
 * @throws Error where it is not built
 */
export function builtTito(root: string): string {
  const file = join(root, 'dist/bin/tito.js');
  if (!existsSync(file)) throw new Error(`${file} is not there: npm run build`);
  return file;
}

/**
 * Runs Node to its end in the folder, and returns what it wrote to its fourth stream.
 * @throws Error with what it said, where it does not end with code 0
 */
export function runNode(args: readonly string[], cwd: string): string {
  const { status, error, output } = spawnSync(process.execPath, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${output[2]?.trim()}`);
  return output[3] ?? '';
}

/** Calls with an empty folder, which is gone afterwards. */
export async function inEmptyFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tito-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
