import { describe, expect, it } from 'vitest';
import { type Outcome, only, parseOutcomes } from '../../../bench/verdicts/outcome.ts';

const said = { verdict: 'same', ratio: 1, ci95: [0.99, 1.01] as [number, number], pairs: 600, isolates: 6 };
const OUTCOMES: Outcome[] = [
  { kind: 'study', at: '2026-01-31T12:00:00.000Z', machine: 'Example', budget_s: 2 },
  { kind: 'command', ...said, spent_s: 2 },
];
const text = OUTCOMES.map((each) => `${JSON.stringify(each)}\n`).join('');

describe('lines of outcomes', () => {
  it('are read as they were written', () => {
    expect(parseOutcomes(text)).toEqual(OUTCOMES);
    expect(only(parseOutcomes(text), 'command')).toHaveLength(1);
  });

  it('lose only the last one that an interruption cut off', () => {
    expect(parseOutcomes(`${text}{"kind":"comm`)).toEqual(OUTCOMES);
    expect(() => parseOutcomes(`{"kind":"comm\n${text}`)).toThrow('line 1 is no JSON');
  });

  it('are refused where they are something else', () => {
    expect(() => parseOutcomes(`${text}{"kind":"command"}\n`)).toThrow('line 3 is no outcome');
  });
});
