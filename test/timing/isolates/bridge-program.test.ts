import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decodeNumbers,
  FIRST_TIMED_LINE,
  pythonProgram,
} from '../../../src/timing/isolates/bridge-program.ts';
import { call, small } from './bridge-fixtures.ts';

it('writes the timed steps as straight-line Python over local names', () => {
  expect(pythonProgram(small('matmul', 'x', 'y'), 'package').source.split('\n')).toEqual([
    'def timed(calls, clock, v3, v4):',
    ' start = clock()',
    ' for _ in range(calls):',
    '  v6 = v3.matmul(v4)',
    ' return clock() - start, v6',
  ]);
});

it('makes everything that the timed lines use a parameter', () => {
  const { parameters } = pythonProgram(small('tensor', 'a'), 'file');
  expect(parameters).toEqual(['tensor', 'v0', 'v0_shape']);
});

it('binds the layer of a package and not its weights', () => {
  const { parameters, steps } = pythonProgram(small('linear', 'x', 'y', 'z'), 'package');
  expect(parameters).toEqual(['v6_layer', 'v3']);
  expect(steps.at(-1)?.layer).toEqual(['v4', 'v5']);
});

it('knows the line of the first timed step', () => {
  const { source, steps } = pythonProgram(small('relu', 'x'), 'file');
  expect(source.split('\n')[FIRST_TIMED_LINE - 1]?.trim()).toBe(steps.at(-1)?.line);
});

it('refuses names that nothing defines', () => {
  const program = { ...small('relu', 'x'), steps: [call('out', 'relu', 'nowhere')] };
  expect(() => pythonProgram(program, 'file')).toThrow(RangeError);
});

it('reads every float64 back as it was', () => {
  fc.assert(
    fc.property(fc.float64Array(), (numbers) => {
      expect(decodeNumbers(Buffer.from(numbers.buffer).toString('base64'))).toEqual(numbers);
    }),
  );
});
