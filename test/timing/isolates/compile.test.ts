import { describe, expect, it } from 'vitest';
import type { Program, Subject } from '../../../src/contracts.ts';
import { compile } from '../../../src/timing/isolates/compile.ts';

const program: Program = {
  inputs: { x_data: { data: Float32Array.of(1, 2), shape: [2] } },
  setup: [{ name: 'x', operation: 'tensor', inputs: ['x_data'] }],
  steps: [
    { name: 'twice', operation: 'add', inputs: ['x', 'x'] },
    { name: 'total', operation: 'sum', inputs: ['twice'] },
  ],
  observed: ['twice', 'total'],
};

/** Adds lists, and counts how often it is asked to. */
function countingSubject(changes: Record<string, unknown> = {}) {
  const counts = { tensor: 0, add: 0, sum: 0 };
  const subject = {
    name: 'counting',
    tensor: (data: Float32Array) => {
      counts.tensor += 1;
      return [...data];
    },
    values: (t: number[]) => t,
    add: (a: number[], b: number[]) => {
      counts.add += 1;
      return a.map((x, i) => x + (b[i] ?? 0));
    },
    sum: (a: number[]) => {
      counts.sum += 1;
      return a.reduce((x, y) => x + y, 0);
    },
    ...changes,
  };
  return { counts, subject: subject as Subject };
}

const now = () => performance.now();

describe('compile', () => {
  it('rehearses every step and returns the values of the observed ones', () => {
    const { rehearsal } = compile(program, countingSubject().subject, now);
    expect(rehearsal.failure).toBeUndefined();
    expect(Array.from(rehearsal.values.twice ?? [])).toEqual([2, 4]);
    expect(Array.from(rehearsal.values.total ?? [])).toEqual([6]);
  });

  it('runs the steps as often as asked, and set-up once outside of the timed loop', () => {
    const { counts, subject } = countingSubject();
    const { loop } = compile(program, subject, now);
    const rehearsed = { ...counts };
    loop(1);
    const after = { ...counts };
    loop(7);
    expect(counts.add - after.add).toBe(7);
    expect(counts.sum - after.sum).toBe(7);
    expect(counts.tensor - after.tensor).toBe(0);
    expect(rehearsed).toEqual({ tensor: 1, add: 1, sum: 1 });
  });

  it('reads the clock twice a loop, whatever the number of calls', () => {
    let readings = 0;
    const { loop } = compile(program, countingSubject().subject, () => readings++);
    loop(1000);
    expect(readings).toBe(2);
  });

  it('keeps the result of the timed loop itself', () => {
    let shift = 0;
    const { subject } = countingSubject({ sum: (a: number[]) => (a[0] ?? 0) + shift });
    const { loop, result } = compile(program, subject, now);
    shift = 100;
    loop(1);
    expect(Array.from(result())).toEqual([102]);
  });

  it('calls operations as methods, so that a subject may use `this`', () => {
    const subject = { ...countingSubject().subject, offset: 5, sum: sumWithOffset };
    function sumWithOffset(this: { offset: number }, a: number[]) {
      return a.reduce((x, y) => x + y, this.offset);
    }
    const { loop, result } = compile(program, subject as Subject, now);
    loop(1);
    expect(Array.from(result())).toEqual([11]);
  });

  it.each([
    [
      'raises',
      () => {
        throw new RangeError('no such axis');
      },
      /RangeError: no such axis/,
    ],
    ['returns a promise', async () => 1, /promise/],
    ['returns text', () => 'six', /string instead of numbers/],
    ['returns nothing', () => undefined, /undefined instead of numbers/],
    ['returns a list of text', () => ['six'], /string instead of numbers/],
  ])('names the operation that %s', (_, sum, message) => {
    const { subject } = countingSubject({ sum });
    const { rehearsal } = compile(program, subject, now);
    expect(rehearsal.failure).toMatchObject({ operation: 'sum', step: 'total' });
    expect(rehearsal.failure?.message).toMatch(message);
    expect(Array.from(rehearsal.values.twice ?? [])).toEqual([2, 4]);
  });

  it('lets NaN through to the check against the right answers', () => {
    const { rehearsal } = compile(program, countingSubject({ sum: () => Number.NaN }).subject, now);
    expect(Array.from(rehearsal.values.total ?? [])).toEqual([Number.NaN]);
  });

  it('tells which step is under way', () => {
    const seen: number[] = [];
    compile(program, countingSubject().subject, now, (index) => seen.push(index));
    expect(seen).toEqual([0, 1, 2]);
  });
});
