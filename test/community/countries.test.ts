import { expect, it } from 'vitest';
import { countryName } from '../../community/countries.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const known = LETTERS.flatMap((a) => LETTERS.map((b) => a + b)).filter((code) => countryName(code) !== null);

it('knows the 249 countries of ISO 3166-1, and Kosovo', () => {
  expect(known).toHaveLength(250);
  expect(known).toContain('XK');
});

it('names them in English', () => {
  expect(['US', 'DE', 'CI', 'SG', 'XK'].map(countryName)).toEqual([
    'United States',
    'Germany',
    'Côte d’Ivoire',
    'Singapore',
    'Kosovo',
  ]);
});

it.each([
  'EU',
  'EZ',
  'UN',
  'UK',
  'ZZ',
  'QO',
  'IC',
  'AC',
  'XA',
  'DD',
  'YU',
  'SU',
  'AN',
  'AA',
  'us',
  '',
  'USA',
])('does not take %j for one: a group, a test, a part, one that is gone, or nothing', (code) => {
  expect(countryName(code)).toBeNull();
});
