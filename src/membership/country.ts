import { nearest } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import { COUNTRIES, isCountry } from '../schema/community/countries.ts';
import { cleanName, type Profile } from '../schema/community/member.ts';
import { countryOfZone } from './time-zones.ts';

/** A country as members give it. */
export type Country = NonNullable<Profile['location']>;

export interface CountryGuess extends Country {
  /** What the guess stands on. A locale is often the installer's choice and not the user's, so it says less. */
  from: 'time_zone' | 'locale';
  /** In words, as in `time zone Europe/Berlin`. */
  hint: string;
}

/**
 * Guesses the country without asking anybody: from the time zone, and where that is in no country (UTC), from the
 * region of the locale.
 *
 * @param time_zone as in `America/New_York`; null where the system has none
 * @param env `LC_ALL`, `LC_MESSAGES` and `LANG`, in this order
 */
export function guessCountry(
  time_zone: string | null,
  env: Readonly<Record<string, string | undefined>>,
): CountryGuess | null {
  const byZone =
    time_zone === null ? null : (countryOfZone(time_zone) ?? countryOfZone(canonical(time_zone)));
  if (byZone) return { ...countryOf(byZone), from: 'time_zone', hint: `time zone ${time_zone}` };
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  const region = /^[a-z]{2,3}[_-](?:[A-Z][a-z]{3}[_-])?([A-Z]{2})(?:[.@]|$)/.exec(locale)?.[1];
  if (!region || !isCountry(region)) return null;
  return { ...countryOf(region), from: 'locale', hint: `locale ${locale}` };
}

/** The name under which the table above has a zone: `Asia/Kolkata` is `Asia/Calcutta` there. */
function canonical(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return zone;
  }
}

const countryOf = (code: string): Country => ({ country: COUNTRIES[code] ?? code, country_code: code });

/** Other names in use, spelled as `keyOf` makes them. */
const ALIASES: Readonly<Record<string, string>> = {
  america: 'US',
  bolivarian_republic_of_venezuela: 'VE',
  bosnia: 'BA',
  britain: 'GB',
  burma: 'MM',
  cabo_verde: 'CV',
  congo: 'CG',
  cote_divoire: 'CI',
  czech_republic: 'CZ',
  democratic_republic_of_the_congo: 'CD',
  drc: 'CD',
  east_timor: 'TL',
  england: 'GB',
  great_britain: 'GB',
  holland: 'NL',
  hong_kong: 'HK',
  iran_islamic_republic_of: 'IR',
  ivory_coast: 'CI',
  korea: 'KR',
  macao: 'MO',
  macau: 'MO',
  macedonia: 'MK',
  myanmar: 'MM',
  northern_ireland: 'GB',
  palestine: 'PS',
  republic_of_korea: 'KR',
  republic_of_the_congo: 'CG',
  russian_federation: 'RU',
  scotland: 'GB',
  swaziland: 'SZ',
  syrian_arab_republic: 'SY',
  the_bahamas: 'BS',
  the_gambia: 'GM',
  the_netherlands: 'NL',
  the_philippines: 'PH',
  turkey: 'TR',
  uae: 'AE',
  uk: 'GB',
  united_states_of_america: 'US',
  us: 'US',
  usa: 'US',
  vatican: 'VA',
  viet_nam: 'VN',
  wales: 'GB',
};

/** One spelling of a name: lower case, without accents and signs, `and` for `&`, `saint` for `st`. */
const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f'’.]/g, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replaceAll(/\bst\b/g, 'saint')
    .replaceAll(' ', '_');

/**
 * Reads what a user calls a country: its two letters (ISO 3166-1), its English name, or another one in use.
 * @throws TitoError `unknown_country` with the nearest name
 */
export function readCountry(text: string): Country {
  const trimmed = text.trim();
  const letters = trimmed.toUpperCase();
  const key = keyOf(trimmed);
  const byAlias = Object.hasOwn(ALIASES, key) ? ALIASES[key] : undefined;
  if (byAlias) return countryOf(byAlias);
  if (/^[A-Z]{2}$/.test(letters) && isCountry(letters)) return countryOf(letters);
  const names = Object.entries(COUNTRIES);
  const lower = trimmed.toLowerCase();
  // To respell all of them takes milliseconds, and most people write one as it stands here.
  const hit =
    names.find(([, name]) => name.toLowerCase() === lower) ?? names.find(([, name]) => keyOf(name) === key);
  if (hit) return countryOf(hit[0]);
  const shown = cleanName(text.slice(0, 240)).slice(0, 60);
  // Two letters are near to everything.
  const suggestion =
    shown.length < 3
      ? undefined
      : nearest(
          shown,
          names.map(([, name]) => name),
        );
  throw new TitoError('unknown_country', { country: shown, suggestion });
}
