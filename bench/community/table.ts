/** The figures of the registry as people read them. */
import { duration, thousands, times } from '../../src/reporters/_figures.ts';
import { columns } from '../columns.ts';
import type { Comparison, Figure, Goal, Row } from './row.ts';

const HEAD = ['', 'tito', 'control', 'compared', 'goal', 'verdict', 'beside'];

/** A line per row under a head, in columns; a row without a figure says why instead. */
export const table = (rows: readonly Row[]): string =>
  columns([
    HEAD,
    ...rows.map((row) => (row.status === 'ok' ? cellsOf(row) : [row.title, row.status, row.reason])),
  ]);

function cellsOf(row: Figure): string[] {
  const { title, measured, control, compared, unit, goal, verdict, beside, statistic } = row;
  const difference = measured - control;
  const sign = difference < 0 ? '−' : '+';
  return [
    title,
    show(measured, unit),
    show(control, unit),
    compared === 'ratio' ? times(measured / control) : `${sign}${show(Math.abs(difference), unit)}`,
    goal === null ? 'none' : goalText(goal, unit),
    verdict ?? '',
    `${beside} (${statistic})`,
  ];
}

function show(value: number, unit: Comparison['unit']): string {
  if (unit === 'ms') return duration(value);
  return unit === 'per_s' ? `${thousands(value)}/s` : value.toLocaleString('en');
}

function goalText(goal: Goal, unit: Comparison['unit']): string {
  const bounds: [number | undefined, (bound: number) => string][] = [
    [goal.measured_at_least, (bound) => `≥ ${show(bound, unit)}`],
    [goal.measured_at_most, (bound) => `≤ ${show(bound, unit)}`],
    [goal.ratio_at_least, (bound) => `≥ ${bound}×`],
    [goal.ratio_at_most, (bound) => `≤ ${bound}×`],
    [goal.difference_at_most, (bound) => `≤ +${show(bound, unit)}`],
  ];
  return bounds.flatMap(([bound, text]) => (bound === undefined ? [] : [text(bound)])).join(', ');
}
