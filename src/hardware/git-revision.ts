import { execFile } from 'node:child_process';

const LIMIT_MS = 2_000;

/**
 * Git revision of the code in a folder: the commit's first 12 hex digits, followed by `-dirty` where files
 * below the folder are changed or new. Null outside of a repository, before its first commit, without git
 * and where git takes longer than 2 s: a run is worth saving without its revision.
 */
export function gitRevision(directory: string): Promise<string | null> {
  // One call answers both questions; without optional locks it never disturbs a git that runs beside it.
  const words = ['--no-optional-locks', 'status', '--porcelain=v2', '--branch', '--', '.'];
  const options = { cwd: directory, timeout: LIMIT_MS, maxBuffer: 64 * 2 ** 20 };
  return new Promise((resolve) => {
    execFile('git', words, options, (failure, stdout) => resolve(failure ? null : readStatus(stdout)));
  });
}

function readStatus(text: string): string | null {
  const commit = /^# branch\.oid ([0-9a-f]{12})/m.exec(text)?.[1];
  if (commit === undefined) return null;
  return /^[^#\n]/m.test(text) ? `${commit}-dirty` : commit;
}
