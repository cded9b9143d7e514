import { expect, it } from 'vitest';
import { COUNTRIES, isCountry } from '../../../src/schema/community/countries.ts';

/** What the locale data names beside countries: reserved, former and test codes, and groups of countries. */
const OTHERS = new Set(
  'AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NT QO QU RH SU TA TP UK UN VD XA XB YD YU ZR ZZ'.split(
    ' ',
  ),
);

it('are those of ISO 3166-1, and Kosovo', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const named = letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => names.of(code) !== undefined && !OTHERS.has(code));
  expect(Object.keys(COUNTRIES).sort()).toEqual(named);
  // ISO 3166-1 has 249.
  expect(named).toHaveLength(250);
});

it('have names that can be told apart', () => {
  expect(new Set(Object.values(COUNTRIES)).size).toBe(Object.keys(COUNTRIES).length);
});

it.each(['UK', 'EU', 'us', 'ZZ', '', 'toString'])('are not %j', (code) => {
  expect(isCountry(code)).toBe(false);
});
