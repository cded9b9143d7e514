import type { Program, Rehearsal, Subject } from '../../contracts.ts';
import type { Step } from '../../schema/benchmark.ts';

/** A benchmark's program as code of its own, so that no call site is shared with another benchmark or the harness. */
export interface Compiled {
  rehearsal: Rehearsal;
  /** Time of `calls` calls in milliseconds. */
  loop: (calls: number) => number;
  /** Values of the last timed call's result. */
  result: () => ArrayLike<number>;
}

type Timed = { loop: (calls: number) => number; last: () => unknown };
type Failure = NonNullable<Rehearsal['failure']>;

const describe = (value: unknown) => (value === null ? 'null' : typeof value);

/** Reads a tensor back as numbers. @throws TypeError naming what was returned instead */
function readValues(subject: Subject, tensor: unknown): ArrayLike<number> {
  const values = typeof tensor === 'number' ? tensor : subject.values?.(tensor);
  if (typeof values === 'number') return [values];
  if (typeof values !== 'object' || values === null || typeof values.length !== 'number') {
    throw new TypeError(`returned ${describe(values)} instead of numbers`);
  }
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    if (typeof value !== 'number') throw new TypeError(`returned ${describe(value)} instead of numbers`);
  }
  return values;
}

/** The call of one step: an operation on the subject, with arguments that are earlier results or input arrays. */
function callOf(step: Step, program: Program): string {
  const args = step.inputs.map((name) => {
    const isArray = step.operation === 'tensor';
    const key = JSON.stringify(name);
    return isArray ? `data[${key}], shape[${key}]` : variable(name, program);
  });
  return `subject.${step.operation}(${args.join(', ')})`;
}

function variable(name: string, program: Program): string {
  const index = [...program.setup, ...program.steps].findIndex((step) => step.name === name);
  if (index < 0) throw new RangeError(`no step is named '${name}'`);
  return `v${index}`;
}

/** Runs every step once, untimed, and stops at the first that fails. */
function rehearse(program: Program, subject: Subject, onStep: (index: number) => void): Rehearsal {
  const results = new Map<string, unknown>();
  const values: Record<string, ArrayLike<number>> = {};
  const failed = (step: Step, operation: Failure['operation'], cause: unknown): Rehearsal => {
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    return { values, failure: { operation, step: step.name, message } };
  };
  for (const [index, step] of [...program.setup, ...program.steps].entries()) {
    onStep(index);
    try {
      const result = call(subject, step, program, results);
      if (result instanceof Promise)
        throw new TypeError('returned a promise; operations have to be synchronous');
      results.set(step.name, result);
    } catch (cause) {
      return failed(step, step.operation, cause);
    }
    if (!program.observed.includes(step.name)) continue;
    try {
      values[step.name] = Float64Array.from(readValues(subject, results.get(step.name)));
    } catch (cause) {
      return failed(step, step.operation, cause);
    }
  }
  return { values };
}

function call(subject: Subject, step: Step, program: Program, results: Map<string, unknown>): unknown {
  const operation: unknown = subject[step.operation];
  if (typeof operation !== 'function') throw new TypeError(`${step.operation} is not a function`);
  const args = step.inputs.flatMap((name) => {
    if (step.operation !== 'tensor') return [results.get(name)];
    const input = program.inputs[name];
    if (!input) throw new RangeError(`no input is named '${name}'`);
    return [input.data, input.shape];
  });
  return operation.apply(subject, args);
}

/**
 * Compiles a program for a subject and rehearses it.
 * The timed loop is straight-line code: set-up stands before it, nothing is dispatched or looked up by name inside.
 *
 * @param now monotonic clock in milliseconds
 * @param onStep told the index of each step, set-up first, before it is rehearsed
 */
export function compile(
  program: Program,
  subject: Subject,
  now: () => number,
  onStep: (index: number) => void = () => {},
): Compiled {
  const rehearsal = rehearse(program, subject, onStep);
  const line = (step: Step) => `const ${variable(step.name, program)} = ${callOf(step, program)};`;
  const final = program.steps.at(-1);
  if (!final) throw new RangeError('a program needs at least one step');
  const source = `
    'use strict';
    ${program.setup.map(line).join('\n    ')}
    let last;
    function loop(calls) {
      const start = now();
      for (let i = 0; i < calls; i++) {
        ${program.steps.map(line).join('\n        ')}
        last = ${variable(final.name, program)};
      }
      return now() - start;
    }
    return { loop, last: () => last };`;
  const arrays = Object.entries(program.inputs);
  const data = Object.fromEntries(arrays.map(([name, input]) => [name, input.data]));
  const shape = Object.fromEntries(arrays.map(([name, input]) => [name, input.shape]));
  let timed: Timed | undefined;
  const build = (): Timed => {
    timed ??= new Function('subject', 'data', 'shape', 'now', source)(subject, data, shape, now) as Timed;
    return timed;
  };
  return {
    rehearsal,
    loop: (calls) => build().loop(calls),
    result: () => readValues(subject, build().last()),
  };
}
