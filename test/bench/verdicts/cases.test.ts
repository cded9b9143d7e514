import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../bench/verdicts/arguments.ts';
import { casesOf, doneOf, secondsLeft } from '../../../bench/verdicts/cases.ts';
import type { Outcome } from '../../../bench/verdicts/outcome.ts';

const planned = (...words: string[]) => casesOf(readArguments(words));
const kindsOf = (cases: ReturnType<typeof casesOf>) => cases.map((each) => each.case.kind);

describe('the cases of the study', () => {
  it('are those of the parts that were asked for', () => {
    expect(kindsOf(planned('--only', 'aa', '--workloads', 'json', '--load', 'none'))).toEqual([
      'function',
      'function-tools',
    ]);
    expect(planned('--only', 'aa')).toHaveLength(12);
    expect(planned('--only', 'power', '--tool-pairs', '0')).toHaveLength(9);
    expect(kindsOf(planned('--only', 'commands,closures'))).toEqual(['command', 'command-tools', 'closures']);
  });

  it('are 50 pairs of saved runs for 100 comparisons, among all workloads', () => {
    const runs = planned('--only', 'saved').reduce((sum, { times }) => sum + times, 0);
    expect(runs).toBe(100);
    for (const { times } of planned('--only', 'saved')) expect(times % 2).toBe(0);
  });

  it('take less time the more of them are done', () => {
    const wanted = planned('--only', 'commands', '--pairs', '10', '--tool-pairs', '0');
    const done: Outcome = {
      kind: 'command',
      verdict: 'same',
      ratio: 1,
      ci95: null,
      pairs: 1,
      isolates: 1,
      spent_s: 2,
    };
    expect(doneOf([done], { kind: 'command' })).toBe(1);
    expect(secondsLeft(wanted, [done]) / secondsLeft(wanted, [])).toBeCloseTo(0.9);
    expect(
      secondsLeft(
        wanted,
        Array.from({ length: 20 }, () => done),
      ),
    ).toBe(0);
  });

  it('tell workloads, effects and loads apart', () => {
    const measured: Outcome = {
      kind: 'function-tools',
      workload: 'json',
      effect: 0,
      load: 'none',
      tools: {},
      spent_s: 4,
    };
    const of = { kind: 'function-tools', workload: 'json', effect: 0, load: 'none' } as const;
    expect(doneOf([measured], of)).toBe(1);
    expect(doneOf([measured], { ...of, load: 'both' })).toBe(0);
    expect(doneOf([measured], { ...of, effect: 0.05 })).toBe(0);
    expect(doneOf([measured], { ...of, workload: 'alloc' })).toBe(0);
    expect(doneOf([measured], { ...of, kind: 'function' })).toBe(0);
  });
});

describe('the arguments', () => {
  it.each([
    ['--only', 'everything'],
    ['--pairs', '0'],
    ['--pairs', '2.5'],
    ['--budget', '-1'],
    ['--load', 'one'],
    ['--effects', 'x'],
    ['--nothing'],
  ])('%s %s are refused', (...words) => {
    expect(() => readArguments(words)).toThrow();
  });
});
