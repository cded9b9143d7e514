/**
 * Share of the isolates whose own effect points the way the whole does; those at 0 count as half. Near 1/2 the whole
 * says little of any single isolate: below 3/4 it is worth a warning.
 * Source: counting signs of repeats: Dixon & Mood, The statistical sign test, JASA 41, 1946.
 *
 * @param effects log-ratios, one per isolate
 * @param whole log-ratio of all of them together
 * @returns null without isolates or where the whole is 0
 */
export function signAgreement(effects: readonly number[], whole: number): number | null {
  if (effects.length === 0 || whole === 0) return null;
  const agreeing = effects.reduce((sum, effect) => sum + (1 + Math.sign(effect) * Math.sign(whole)) / 2, 0);
  return agreeing / effects.length;
}
