import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import type { IsolateOptions } from '../../contracts.ts';
import { TitoError } from '../../errors.ts';
import type { SubjectFacts } from '../../schema/run.ts';
import { isBelow } from './is-below.ts';
import type { LineProgram } from './line-process.ts';
import { SubjectFailure } from './subject-failure.ts';

const OLDEST_PYTHON = [3, 9] as const;

/** What a Python process says of itself once a subject is loaded. */
export const pythonLoaded = z.object({
  /** The program itself, where pyenv's wrapper started it. */
  executable: z.string().nullable(),
  python: z.string(),
  numpy: z.string().nullable(),
  files: z.array(z.string()),
  installed: z.array(z.string()),
});
type PythonLoaded = z.infer<typeof pythonLoaded>;

/** What pyenv's wrappers turned out to run: each start through one takes longer than Python itself. */
const executables = new Map<string, string>();

/**
 * @param script one of the .py files beside this one
 * @param directory the subject's folder
 */
export function pythonProgram(
  script: string,
  directory: string,
  { python, root, signal, onOutput }: IsolateOptions,
): LineProgram {
  return {
    program: executables.get(python) ?? python,
    arguments: [join(root, 'src', 'timing', 'isolates', script)],
    directory,
    environment: {
      TINYTORCH_QUIET: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
      PYTHONIOENCODING: 'utf-8:backslashreplace',
    },
    notStarted: (code, cause) => {
      const reason = code === 'ENOENT' ? 'there is no such program.' : 'it may not be executed.';
      return new TitoError('python_missing', { python, reason }, cause);
    },
    signal,
    onOutput,
  };
}

/**
 * What the facts of a Python subject say of its runtime and its sources.
 *
 * @param root the subject's folder
 * @throws TitoError `python_too_old`
 */
export function pythonFacts(
  found: PythonLoaded,
  root: string,
  { python, revision }: IsolateOptions,
): Pick<SubjectFacts, 'kind' | 'runtime' | 'revision' | 'sources'> {
  checkVersion(found.python, python);
  if (found.executable) executables.set(python, found.executable);
  return {
    kind: 'python',
    runtime: `python ${found.python}${found.numpy ? ` (numpy ${found.numpy})` : ''}`,
    revision,
    sources: hashSources(found, root),
  };
}

/** Imported files below the subject's folder, without those of a Python that is installed inside of it. */
function hashSources({ files, installed }: PythonLoaded, root: string): SubjectFacts['sources'] {
  const isOwn = (file: string) => isBelow(file, root) && !installed.some((folder) => isBelow(file, folder));
  return [...new Set(files.filter((file) => file.endsWith('.py') && isOwn(file)))].sort().map((file) => ({
    path: relative(root, file).replaceAll(sep, '/'),
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
  }));
}

function checkVersion(version: string, python: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor < OLDEST_PYTHON[1]);
  if (isOld) throw new TitoError('python_too_old', { python, version });
}

/**
 * Where Python did not come up, it may be too old even to read our program, or no Python at all.
 * @throws TitoError `python_missing` and `python_too_old`; returns where neither explains the failure
 */
export async function explainStart(cause: unknown, { python, signal }: IsolateOptions): Promise<void> {
  if (!(cause instanceof SubjectFailure) || cause.kind === 'hung' || cause.kind === 'raised') return;
  const options = { reject: false, all: true, timeout: 5_000, cancelSignal: signal, maxBuffer: 10_000 };
  const { all, failed } = await execa(python, ['--version'], options);
  const version = /^Python (\d+\.\d+[\w.+]*)/m.exec(all ?? '')?.[1];
  if (version) checkVersion(version, python);
  else if (!signal.aborted) {
    const reason = `'${python} --version' ${failed ? 'fails' : 'names no version'}: ${(all ?? '').slice(0, 200)}`;
    throw new TitoError('python_missing', { python, reason }, cause);
  }
}
