import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import type { Isolate, IsolateOptions, Program } from '../../contracts.ts';
import { TitoError } from '../../errors.ts';
import { OPERATIONS } from '../../schema/operations.ts';
import type { SubjectFacts, SubjectSpec } from '../../schema/run.ts';
import { isBelow, isBroken, type MissingReason, missingReason, missingSentence } from './bridge-missing.ts';
import { BridgeProcess } from './bridge-process.ts';
import { decodeNumbers, FIRST_TIMED_LINE, type PythonForm, pythonProgram } from './bridge-program.ts';
import { SubjectFailure } from './subject-failure.ts';

const OLDEST_PYTHON = [3, 9] as const;
const operation = z.enum(OPERATIONS);
const numbers = z.base64().transform(decodeNumbers);

const loaded = z.object({
  /** The program itself, where pyenv's wrapper started it. */
  executable: z.string().nullable(),
  python: z.string(),
  numpy: z.string().nullable(),
  files: z.array(z.string()),
  installed: z.array(z.string()),
  missing: z.partialRecord(operation, missingReason),
});
const rehearsed = z.object({
  values: z.record(z.string(), numbers),
  failure: z
    .object({ operation: z.enum([...OPERATIONS, 'values']), step: z.string(), message: z.string() })
    .exactOptional(),
});
const slice = z.object({ ms: z.number().nonnegative(), preempted: z.boolean() });
const callSamples = z.object({
  calls_ms: numbers.transform((values) => [...values]),
  calls_per_sample: z.int().positive(),
});
const pinned = z.object({ pinned: z.boolean() });
const resultValues = z.object({ values: numbers });

/** What pyenv's wrappers turned out to run: each start through one takes longer than Python itself. */
const executables = new Map<string, string>();

/**
 * Starts Python and loads a subject in it.
 *
 * @param spec its argument is an absolute path: a file that ends in .py, or the folder that contains `tinytorch`
 * @throws TitoError `python_missing` and `python_too_old`
 * @throws SubjectFailure where loading hangs or ends the process; a module that raises is in `facts.missing` instead
 */
export async function startBridge(spec: SubjectSpec, options: IsolateOptions): Promise<Isolate> {
  options.signal.throwIfAborted();
  const path = realpathSync(spec.argument);
  const form: PythonForm = path.endsWith('.py') ? 'file' : 'package';
  const root = form === 'file' ? dirname(path) : path;
  const script = join(options.root, 'src', 'timing', 'isolates', 'bridge.py');
  const python = executables.get(options.python) ?? options.python;
  const bridge = new BridgeProcess(script, root, { ...options, python });
  try {
    const { limit_ms } = options;
    const doing = () => `loading ${basename(path)}`;
    const found = await bridge.ask({ do: 'load', fields: { path }, answer: loaded, limit_ms, doing });
    checkVersion(found.python, options.python);
    if (found.executable) executables.set(options.python, found.executable);
    const sentences = (isWanted: (why: MissingReason) => boolean) => {
      const wanted = Object.entries(found.missing).filter(([, why]) => isWanted(why));
      return Object.fromEntries(
        wanted.map(([name, why]) => [name, missingSentence(why, root, options.python)]),
      );
    };
    const facts: SubjectFacts = {
      kind: 'python',
      name: form === 'file' ? basename(path, '.py') : 'tinytorch',
      runtime: `python ${found.python}${found.numpy ? ` (numpy ${found.numpy})` : ''}`,
      revision: options.revision,
      sources: hashSources(found, root),
      missing: sentences((why) => !isBroken(why)),
      broken: sentences(isBroken),
    };
    return bridgeIsolate(bridge, facts, form, options);
  } catch (cause) {
    await bridge.close();
    if (cause instanceof SubjectFailure && cause.kind !== 'hung') await explainStart(options, cause);
    throw cause;
  }
}

function bridgeIsolate(
  bridge: BridgeProcess,
  facts: SubjectFacts,
  form: PythonForm,
  { limit_ms }: IsolateOptions,
): Isolate {
  let program: Program | undefined;
  const timed = () => (program?.steps ?? []).map((step) => step.operation).join(', ');
  const operationAt = (line: number) => program?.steps[line - FIRST_TIMED_LINE]?.operation;
  return {
    facts,
    pin: async (processor) => {
      const doing = () => 'choosing a processor';
      return (await bridge.ask({ do: 'pin', fields: { processor }, answer: pinned, limit_ms, doing })).pinned;
    },
    rehearse(given) {
      program = given;
      const { steps, ...rest } = pythonProgram(given, form);
      const doing = (at = 0) => `${steps[at]?.operation} (step '${steps[at]?.name}')`;
      return bridge.ask({ do: 'rehearse', fields: { steps, ...rest }, answer: rehearsed, limit_ms, doing });
    },
    run: (calls) => {
      const doing = () => `${calls} calls of ${timed()}`;
      return bridge.ask({ do: 'run', fields: { calls }, answer: slice, limit_ms, doing, operationAt });
    },
    sample: (budget_ms) => {
      const request = { do: 'sample', fields: { budget_ms }, answer: callSamples, operationAt };
      return bridge.ask({ ...request, limit_ms: limit_ms + budget_ms, doing: () => `calls of ${timed()}` });
    },
    result: async () => {
      const request = { do: 'result', fields: {}, answer: resultValues, limit_ms };
      return (await bridge.ask({ ...request, doing: () => `the result of ${timed()}` })).values;
    },
    close: () => bridge.close(),
  };
}

/** Imported files below the subject's folder, without those of a Python that is installed inside of it. */
function hashSources({ files, installed }: z.infer<typeof loaded>, root: string): SubjectFacts['sources'] {
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

/** Where the bridge did not come up, the program may be too old even to read it, or no Python at all. */
async function explainStart({ python, signal }: IsolateOptions, cause: SubjectFailure): Promise<void> {
  const options = { reject: false, all: true, timeout: 5_000, cancelSignal: signal, maxBuffer: 10_000 };
  const { all, failed } = await execa(python, ['--version'], options);
  const version = /^Python (\d+\.\d+[\w.+]*)/m.exec(all ?? '')?.[1];
  if (version) checkVersion(version, python);
  else if (!signal.aborted) {
    const reason = `'${python} --version' ${failed ? 'fails' : 'names no version'}: ${(all ?? '').slice(0, 200)}`;
    throw new TitoError('python_missing', { python, reason }, cause);
  }
}
