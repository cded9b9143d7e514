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
