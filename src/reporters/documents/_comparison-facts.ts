import type { DocumentFact } from '../../contracts.ts';
import type { Interval } from '../../schema/primitives.ts';
import type { Compared, Comparison } from '../../schema/tasks-report.ts';
import { VERDICTS } from './_figure-cells.ts';

/** With its sign, and none for what rounds to nothing. */
function signed(x: number): string {
  const shown = Math.abs(x).toFixed(1);
  if (Number(shown) === 0) return shown;
  return `${x > 0 ? '+' : '-'}${shown}`;
}

const percent = (x: number) => `${signed(x)} %`;
const points = (x: number) => `${signed(100 * x)} points`;

/** Changes with interval, p value and verdict, each as a line of a report; where nothing is sure it says why. */
export function comparisonFacts(c: Comparison): DocumentFact[] {
  const fact = (
    label: string,
    name: Compared,
    value: number | null,
    interval: Interval,
    format: (x: number) => string,
  ): DocumentFact => {
    const { p, verdict, reason } = c.metrics[name];
    const notes = [
      ...(interval ? [`[${format(interval[0])}, ${format(interval[1])}]`] : []),
      ...(p === null ? [] : [`p = ${Number(p.toPrecision(2))}`]),
      verdict === 'inconclusive' ? reason : VERDICTS[verdict],
    ];
    return {
      label,
      value: value === null ? '-' : format(value),
      note: notes.join(', '),
      ...(verdict === 'faster' ? { tone: 'good' as const } : {}),
      ...(verdict === 'slower' ? { tone: 'bad' as const } : {}),
    };
  };
  return [
    fact('Token Reduction', 'tokens', c.token_reduction_percent, c.token_reduction_ci95, percent),
    fact('Time Reduction', 'time', c.time_reduction_percent, c.time_reduction_ci95, percent),
    fact('Quality', 'quality', c.quality_change, c.quality_change_ci95, points),
    fact('Success', 'success', c.success_change, c.success_change_ci95, points),
  ];
}
