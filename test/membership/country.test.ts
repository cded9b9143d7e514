import { describe, expect, it } from 'vitest';
import { guessCountry, readCountry } from '../../src/membership/country.ts';
import { countryOfZone } from '../../src/membership/time-zones.ts';
import { COUNTRIES } from '../../src/schema/community/countries.ts';

const CODES = Object.keys(COUNTRIES);

describe('the table of time zones', () => {
  it('says what the runtime says', () => {
    const wrong = CODES.flatMap((code) =>
      zonesOf(code).filter((zone) => countryOfZone(zone) !== code && countryOfZone(modern(zone)) !== code),
    );
    expect(wrong).toEqual([]);
    expect(CODES.flatMap(zonesOf).length).toBeGreaterThan(400);
  });

  it('knows no country of what is none', () => {
    expect(['UTC', 'Etc/UTC', 'Etc/GMT+5', '', 'US', 'Nowhere/City', 'GMT'].map(countryOfZone)).toEqual(
      Array(7).fill(null),
    );
  });
});

/** TypeScript's ES2024 does not know this part of ECMA-402 yet. */
const zonesOf = (code: string): string[] => {
  const locale = new Intl.Locale(`und-${code}`);
  const zones: unknown = Reflect.get(locale, 'getTimeZones');
  return typeof zones === 'function' ? (zones.call(locale) ?? []) : [];
};
const modern = (zone: string) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;

describe('a guess', () => {
  it('stands on the time zone', () => {
    expect(guessCountry('Europe/Berlin', { LANG: 'en_US.UTF-8' })).toEqual({
      country: 'Germany',
      country_code: 'DE',
      from: 'time_zone',
      hint: 'time zone Europe/Berlin',
    });
  });

  it.each([
    ['Asia/Kolkata', 'IN'],
    ['Asia/Calcutta', 'IN'],
    ['Europe/Kyiv', 'UA'],
    ['US/Eastern', 'US'],
    ['America/Argentina/Buenos_Aires', 'AR'],
  ])('knows old and new names of zones: %s', (zone, code) => {
    expect(guessCountry(zone, {})?.country_code).toBe(code);
  });

  it.each(['UTC', 'Etc/UTC', 'Etc/GMT-2', null, 'no zone'])('falls back on the locale for %s', (zone) => {
    expect(guessCountry(zone, { LANG: 'pt_BR.UTF-8' })).toMatchObject({
      country_code: 'BR',
      from: 'locale',
      hint: 'locale pt_BR.UTF-8',
    });
  });

  it('takes LC_ALL before LANG', () => {
    expect(guessCountry('UTC', { LC_ALL: 'fr_CA', LANG: 'en_US' })?.country_code).toBe('CA');
  });

  it.each(['C', 'C.UTF-8', 'POSIX', 'en', 'en_XX', 'sr_Latn', '', 'xx_ZZ'])(
    'is none for the locale %j',
    (LANG) => {
      expect(guessCountry('UTC', { LANG })).toBeNull();
    },
  );

  it('reads regions behind a script and before a modifier', () => {
    expect(guessCountry('UTC', { LANG: 'sr_Latn_RS.UTF-8@latin' })?.country_code).toBe('RS');
    expect(guessCountry('UTC', { LANG: 'de_AT@euro' })?.country_code).toBe('AT');
  });
});

describe('what a user writes', () => {
  it.each([
    ['DE', 'DE'],
    ['de', 'DE'],
    ['germany', 'DE'],
    [' Germany ', 'DE'],
    ['USA', 'US'],
    ['U.S.A.', 'US'],
    ['us', 'US'],
    ['UK', 'GB'],
    ['united states of america', 'US'],
    ['Turkey', 'TR'],
    ['Türkiye', 'TR'],
    ["cote d'ivoire", 'CI'],
    ['Côte d’Ivoire', 'CI'],
    ['St Lucia', 'LC'],
    ['Saint Lucia', 'LC'],
    ['Trinidad and Tobago', 'TT'],
    ['south korea', 'KR'],
    ['Viet Nam', 'VN'],
    ['The Netherlands', 'NL'],
    ['Burma', 'MM'],
    ['kosovo', 'XK'],
  ])('%j is %s', (text, code) => {
    expect(readCountry(text)).toEqual({ country: COUNTRIES[code], country_code: code });
  });

  it('finds every country by its own name and letters', () => {
    const byName = CODES.filter((code) => readCountry(COUNTRIES[code] ?? '').country_code !== code);
    const byCode = CODES.filter((code) => readCountry(code.toLowerCase()).country_code !== code);
    expect([byName, byCode]).toEqual([[], []]);
  });

  it('suggests the nearest name', () => {
    expect(() => readCountry('Germny')).toThrow(
      expect.objectContaining({ code: 'unknown_country', hint: expect.stringContaining("'Germany'") }),
    );
  });

  it.each([
    '',
    '   ',
    'QQ',
    'Atlantis of the deep sea',
    'x'.repeat(10_000),
    '💥',
    'constructor',
    '__proto__',
  ])('is refused where there is no such country: %j', (text) => {
    expect(() => readCountry(text)).toThrow(expect.objectContaining({ code: 'unknown_country' }));
  });
});
