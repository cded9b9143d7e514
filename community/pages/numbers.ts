const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1,234`. */
export const count = (value: number): string => whole.format(value);

export const builders = (value: number): string => `${count(value)} ${value === 1 ? 'builder' : 'builders'}`;

/** A share of 0 to 1 as `42 %`; what is there is never 0 %, and what lacks something never 100 %. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return '< 1 %';
  if (share < 1 && share > 0.99) return '> 99 %';
  return `${Math.round(100 * share)} %`;
}

/** Three significant digits, as `0.0123`, `1.20` or `1,230`. */
export function figure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1000) return count(Number(value.toPrecision(3)));
  if (size < 0.0001) return value.toExponential(1);
  const rounded = Number(value.toPrecision(3));
  return rounded.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded)))));
}

/** Without zeros at the end of the fraction, as marks of an axis are written. */
export const trimmed = (text: string): string => text.replace(/\.0+(?=\D|$)|(\.\d*[1-9])0+(?=\D|$)/, '$1');

const TIMES = [
  ['s', 1000],
  ['ms', 1],
  ['µs', 1e-3],
  ['ns', 1e-6],
] as const;

/** A duration in the unit that suits it. */
export function duration(ms: number): string {
  const [unit, size] = TIMES.find(([, each]) => ms >= each) ?? ['ns', 1e-6];
  return `${figure(ms / size)} ${unit}`;
}

const SIZES = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

/** A size in the unit that suits it. */
export function size(bytes: number): string {
  const [unit, each] = SIZES.find(([, least]) => bytes >= least) ?? ['bytes', 1];
  return `${figure(bytes / each)} ${unit}`;
}
