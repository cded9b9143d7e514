/**
 * Regions that the locale data names but ISO 3166-1 does not list as a country: exceptionally reserved codes, groupings
 * of countries, and codes for tests. `XK` (Kosovo) is no code of ISO 3166-1 either, but one that is free for use and in
 * use everywhere; without it some members would have no country to name.
 */
const NO_COUNTRIES = new Set([
  ...['AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA', 'UK'],
  ...['EU', 'EZ', 'UN', 'QO', 'ZZ'],
  ...['XA', 'XB'],
]);

let names: Intl.DisplayNames | undefined;

/**
 * The English name of a country.
 * @param code ISO 3166-1 alpha-2, capital letters
 * @returns null where there is no such country, or no longer (`DD`, `YU`)
 */
export function countryName(code: string): string | null {
  if (!/^[A-Z]{2}$/.test(code) || NO_COUNTRIES.has(code)) return null;
  // A code that was given up is spelled as its successor.
  if (new Intl.Locale(`und-${code}`).region !== code) return null;
  names ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  return names.of(code) ?? null;
}
