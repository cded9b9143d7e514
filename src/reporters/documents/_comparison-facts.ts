import type { DocumentFact } from '../../contracts.ts';
import type { Interval } from '../../schema/primitives.ts';
import type { Comparison } from '../../schema/tasks-report.ts';

/** With its sign, and none for what rounds to nothing. */
function signed(x: number): string {
  const shown = Math.abs(x).toFixed(1);
  if (Number(shown) === 0) return shown;
  return `${x > 0 ? '+' : '-'}${shown}`;
}

const percent = (x: number) => `${signed(x)} %`;
const points = (x: number) => `${signed(100 * x)} points`;

/** A change with its interval and verdict, as a line of a report. `same` and `inconclusive` say so in words. */
export function comparisonFacts(comparison: Comparison): DocumentFact[] {
  const { verdicts } = comparison;
  const fact = (
    label: string,
    value: number | null,
    interval: Interval,
    p: number | null,
    verdict: Comparison['verdict'],
    format: (x: number) => string,
  ): DocumentFact => ({
    label,
    value: value === null ? '-' : format(value),
    note: [
      ...(interval ? [`[${format(interval[0])}, ${format(interval[1])}]`] : []),
      ...(p === null ? [] : [`p = ${Number(p.toPrecision(2))}`]),
      WORDS[verdict],
    ].join(', '),
    ...(verdict === 'faster' ? { tone: 'good' as const } : {}),
    ...(verdict === 'slower' ? { tone: 'bad' as const } : {}),
  });
  const c = comparison;
  return [
    fact(
      'Token Reduction',
      c.token_reduction_percent,
      c.token_reduction_ci95,
      c.token_reduction_p,
      verdicts.tokens,
      percent,
    ),
    fact(
      'Time Reduction',
      c.time_reduction_percent,
      c.time_reduction_ci95,
      c.time_reduction_p,
      verdicts.time,
      percent,
    ),
    fact('Quality', c.quality_change, c.quality_change_ci95, c.quality_change_p, verdicts.quality, points),
    fact('Success', c.success_change, c.success_change_ci95, c.success_change_p, verdicts.success, points),
  ];
}

const WORDS: Record<Comparison['verdict'], string> = {
  faster: 'better',
  slower: 'worse',
  same: 'the same',
  negligible: 'hardly different',
  inconclusive: 'too few samples to tell',
  invalid: 'not comparable',
};
