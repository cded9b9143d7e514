import type { InputArray, Program } from '../../contracts.ts';
import type { Step } from '../../schema/benchmark.ts';
import type { Operation } from '../../schema/operations.ts';

/** A TinyTorch package offers classes and methods, a file plain functions. */
export type PythonForm = 'package' | 'file';

interface PythonStep {
  name: string;
  operation: Operation;
  /** Python name of the result. */
  target: string;
  /** The step as one line of Python. */
  line: string;
  observed: boolean;
  /** Python names of weight and bias, for a layer that gets them outside of what is timed. */
  layer?: readonly string[];
}

/** A program as Python source, the way the bridge wants it. */
export interface PythonProgram {
  inputs: Record<string, { data: string; shape: readonly number[] }>;
  steps: PythonStep[];
  /** `timed(calls, clock, …parameters)`, which returns nanoseconds and the last result. */
  source: string;
  parameters: string[];
}

/** Line of the generated source on which the first timed step stands. */
export const FIRST_TIMED_LINE = 4;

type Spelling = (step: string, ...args: string[]) => string;

const SPELLINGS: Record<PythonForm, Record<Operation, Spelling>> = {
  package: {
    tensor: (_, data) => `Tensor(${data})`,
    add: (_, a, b) => `${a} + ${b}`,
    multiply: (_, a, b) => `${a} * ${b}`,
    sum: (_, a) => `${a}.sum()`,
    matmul: (_, a, b) => `${a}.matmul(${b})`,
    linear: (step, x) => `${step}_layer(${x})`,
    relu: (_, x) => `relu(${x})`,
  },
  file: {
    tensor: (_, data) => `tensor(${data}, ${data}_shape)`,
    add: (_, a, b) => `add(${a}, ${b})`,
    multiply: (_, a, b) => `multiply(${a}, ${b})`,
    sum: (_, a) => `sum(${a})`,
    matmul: (_, a, b) => `matmul(${a}, ${b})`,
    linear: (_, x, weight, bias) => `linear(${x}, ${weight}, ${bias})`,
    relu: (_, x) => `relu(${x})`,
  },
};

/**
 * Writes a program as straight-line Python: every call is spelled out and every name is a local of the timed function.
 * @throws RangeError where a step uses a name that nothing defines
 */
export function pythonProgram(program: Program, form: PythonForm): PythonProgram {
  const all = [...program.setup, ...program.steps];
  const names = [...Object.keys(program.inputs), ...all.map((step) => step.name)];
  const local = (name: string) => {
    const index = names.indexOf(name);
    if (index < 0) throw new RangeError(`nothing is named '${name}'`);
    return `v${index}`;
  };
  const write = (step: Step): PythonStep => {
    const target = local(step.name);
    const args = step.inputs.map(local);
    return {
      name: step.name,
      operation: step.operation,
      target,
      line: `${target} = ${SPELLINGS[form][step.operation](target, ...args)}`,
      observed: program.observed.includes(step.name),
      ...(form === 'package' && step.operation === 'linear' && { layer: args.slice(1) }),
    };
  };
  const steps = all.map(write);
  const timed = steps.slice(program.setup.length);
  const last = timed.at(-1);
  if (!last) throw new RangeError('a program needs at least one step');
  const parameters = freeNames(timed);
  const source = [
    `def timed(${['calls', 'clock', ...parameters].join(', ')}):`,
    ' start = clock()',
    ' for _ in range(calls):',
    ...timed.map((step) => `  ${step.line}`),
    ` return clock() - start, ${last.target}`,
  ].join('\n');
  const inputs = Object.fromEntries(
    Object.entries(program.inputs).map(([name, input]) => [local(name), encodeInput(input)]),
  );
  return { inputs, steps, source, parameters };
}

/** Names that the timed lines use and don't define themselves; a method's name follows a dot and is no name of ours. */
function freeNames(timed: readonly PythonStep[]): string[] {
  const defined = new Set(timed.map((step) => step.target));
  const used = timed.flatMap((step) => step.line.match(/(?<![.\w])[A-Za-z_]\w*/g) ?? []);
  return [...new Set(used)].filter((name) => !defined.has(name));
}

function encodeInput({ data, shape }: InputArray) {
  const bytes = new DataView(new ArrayBuffer(data.length * 4));
  data.forEach((value, index) => {
    bytes.setFloat32(index * 4, value, true);
  });
  return { data: Buffer.from(bytes.buffer).toString('base64'), shape };
}

/** Numbers from base64 of little-endian float64. @throws RangeError where it holds no whole numbers */
export function decodeNumbers(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 8 !== 0) throw new RangeError('the numbers are cut off');
  return Float64Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8));
}
