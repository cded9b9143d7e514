import { COUNTRIES } from '../src/schema/community/countries.ts';

/**
 * The English name of a country. From a table: the runtime needs as long to name the first one as to start.
 * @param code ISO 3166-1 alpha-2, capital letters
 * @returns null where there is no such country, or no longer (`DD`, `YU`)
 */
export const countryName = (code: string): string | null =>
  Object.hasOwn(COUNTRIES, code) ? (COUNTRIES[code] ?? null) : null;
