import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as z from 'zod';
import type { Isolate, IsolateOptions, Program } from '../../contracts.ts';
import { OPERATIONS } from '../../schema/operations.ts';
import type { SubjectFacts, SubjectSpec } from '../../schema/run.ts';
import { isBroken, type MissingReason, missingReason, missingSentence } from './bridge-missing.ts';
import {
  decodeNumbers,
  FIRST_TIMED_LINE,
  type PythonForm,
  pythonProgram as programInPython,
} from './bridge-program.ts';
import { LineProcess } from './line-process.ts';
import { explainStart, pythonFacts, pythonLoaded, pythonProgram } from './python-program.ts';

const operation = z.enum(OPERATIONS);
const numbers = z.base64().transform(decodeNumbers);

const loaded = pythonLoaded.extend({ missing: z.partialRecord(operation, missingReason) });
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
  const bridge = new LineProcess(pythonProgram('bridge.py', root, options));
  try {
    const { limit_ms } = options;
    const doing = () => `loading ${basename(path)}`;
    const found = await bridge.ask({ do: 'load', fields: { path }, answer: loaded, limit_ms, doing });
    const sentences = (isWanted: (why: MissingReason) => boolean) => {
      const wanted = Object.entries(found.missing).filter(([, why]) => isWanted(why));
      return Object.fromEntries(
        wanted.map(([name, why]) => [name, missingSentence(why, root, options.python)]),
      );
    };
    const facts: SubjectFacts = {
      ...pythonFacts(found, root, options),
      name: form === 'file' ? basename(path, '.py') : 'tinytorch',
      missing: sentences((why) => !isBroken(why)),
      broken: sentences(isBroken),
    };
    return bridgeIsolate(bridge, facts, form, options);
  } catch (cause) {
    await bridge.close();
    await explainStart(cause, options);
    throw cause;
  }
}

function bridgeIsolate(
  bridge: LineProcess,
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
      const { steps, ...rest } = programInPython(given, form);
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
