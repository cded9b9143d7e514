import type { Interval } from '../schema/primitives.ts';

/** Figures as people read them: three significant digits, units behind. */

/** `14.3ms`; a time below a microsecond is given in nanoseconds. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${digits(ms / 1000)}s`;
  if (ms >= 0.1) return `${digits(ms)}ms`;
  return ms >= 0.001 ? `${digits(ms * 1000)}µs` : `${digits(ms * 1e6)}ns`;
}

/** `6.1×` */
export const times = (ratio: number): string => `${digits(ratio)}×`;

export const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

/** Three significant digits without an exponent. */
export function digits(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.max(0, Math.min(20, 2 - magnitude)));
}

/** `94.5 %`: a share with one decimal, for accuracies. */
export const percentage = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** `9.64 kB`: decimal units, as storage is sold by. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  return power === 0 ? `${count} B` : `${digits(count / 1000 ** power)} ${units[power]}`;
}

/** `12.3 mJ` */
export function energy(joules: number): string {
  if (joules >= 1) return `${digits(joules)} J`;
  return joules >= 0.001 ? `${digits(joules * 1000)} mJ` : `${digits(joules * 1e6)} µJ`;
}

/** `428,571`: three significant digits, thousands set apart. */
export const thousands = (value: number): string => {
  const [whole = '', fraction] = digits(value).split('.');
  const set = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? set : `${set}.${fraction}`;
};

/** A figure with its interval behind it; `-` where it is not known. */
export function ranged(figure: number | null, ci95: Interval, format: (x: number) => string): string {
  if (figure === null) return '-';
  return ci95 ? `${format(figure)} [${format(ci95[0])}, ${format(ci95[1])}]` : format(figure);
}
