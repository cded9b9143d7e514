import { execFile } from 'node:child_process';
import { TitoError } from '../errors.ts';

const LIMIT_MS = 10_000;
const OLDEST = [3, 9] as const;

/** Prints the version and, where numpy can be imported, its version. Runs on every Python 3. */
const PROBE = `
import sys
try:
    import numpy
    found = numpy.__version__
except Exception:
    found = ""
print("tito %d.%d.%d %s" % (sys.version_info[:3] + (found,)))
`;

export interface PythonInfo {
  version: string;
  /** Null where it can't be imported. */
  numpy: string | null;
}

/**
 * Asks a Python for its version and numpy.
 *
 * @throws TitoError `python_missing` where it can't be started or does not answer in 10 s, `python_too_old` below 3.9
 */
export async function inspectPython(python: string): Promise<PythonInfo> {
  const text = await answer(python);
  const [, version, major, minor, numpy] = /^tito ((\d+)\.(\d+)\.\d+) (\S*)/m.exec(text) ?? [];
  if (version === undefined) {
    throw new TitoError('python_missing', { python, reason: 'it does not answer as Python does.' });
  }
  const isTooOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  if (isTooOld) throw new TitoError('python_too_old', { python, version });
  return { version, numpy: numpy || null };
}

function answer(python: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(python, ['-c', PROBE], { timeout: LIMIT_MS }, (failure, stdout) => {
      if (!failure) return resolve(stdout);
      reject(new TitoError('python_missing', { python, reason: reasonOf(failure) }, failure));
    });
  });
}

function reasonOf(failure: Error & { code?: unknown; killed?: boolean }): string {
  if (failure.code === 'ENOENT') return 'there is no such program.';
  if (failure.code === 'EACCES') return 'it may not be executed.';
  if (failure.killed) return `it did not answer within ${LIMIT_MS / 1000} s.`;
  return `it ended with ${failure.code ?? 'a signal'}.`;
}
