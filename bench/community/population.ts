/** Members that never were, drawn so that the registry has the shape of a real one. */
import { createHash } from 'node:crypto';
import { cohortOf } from '../../community/cohort.ts';
import { countryName } from '../../community/countries.ts';
import { handleOf } from '../../community/handle.ts';
import type { Submission, Write } from '../../community/store.ts';
import { type Random, seededRandom } from '../../src/analysis/random.ts';
import { COURSE_TYPES, EXPERIENCE_LEVELS, MILESTONES, MODULES } from '../../src/schema/community/member.ts';

const SEED = 1;
const DAY_MS = 86_400_000;
/** Nineteen cohorts: three in each of six years, and the first of the seventh. */
const YEARS = 6.25;
const COUNTRIES = 130;
const INSTITUTIONS = 20_000;
/** Shares of members who name a country, an institution, a type of course; and who submit runs. */
const WITH_COUNTRY = 0.9;
const WITH_INSTITUTION = 0.85;
const WITH_COURSE_TYPE = 0.95;
const WITH_BASELINE = 0.5;
const WITH_CAPSTONE = 0.2;
/** A saved run is 60 kB compressed; no figure reads one, so that they only would fill the disk. */
const DOCUMENT = new Uint8Array(200);

const hash = (text: string, digits: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, digits);

/** Of the how many-th synthetic member, the first being 1. */
export const memberId = (number: number): string => hash(`${SEED} member ${number}`, 32);
export const memberToken = (number: number): string => hash(`${SEED} token ${number}`, 64);
const hashOf = (token: string) => hash(token, 64);

/** Draws an index below n, the i-th in proportion to 1 / (i + 1) (Zipf's law with exponent 1, by inversion of its sum). */
function zipf(n: number): (random: Random) => number {
  const sums: number[] = [];
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += 1 / (i + 1);
    sums.push(total);
  }
  return (random) => {
    const drawn = random.next() * total;
    let [low, high] = [0, n - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? total) > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** About normal: the sum of twelve uniform numbers has variance 1 (Irwin-Hall). */
function normal(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.next();
  return sum;
}

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, Math.round(value)));

const countries = (): string[] => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => countryName(code) !== null);
  return codes.slice(0, COUNTRIES);
};

export interface Population {
  /** Members to be. */
  members: number;
  /** Milliseconds since 1970 at which the last of them joins. */
  until: number;
  /** Of the registry; pseudonyms hang on it. */
  secret: Uint8Array;
}

/**
 * What brings a population into a store, member by member: each joins, and some submit runs. The later, the more of
 * them join in a month.
 */
export function* writesOf({ members, until, secret }: Population): Generator<Write> {
  const random = seededRandom(SEED);
  const [country, institution] = [zipf(COUNTRIES), zipf(INSTITUTIONS)];
  const codes = countries();
  const names = Array.from({ length: INSTITUTIONS }, (_, i) => `University of Somewhere No. ${i + 1}`);
  const one = <T>(list: readonly T[]): T => list[random.integer(list.length)] as T;
  for (let number = 1; number <= members; number++) {
    const joined_at = Math.round(until - YEARS * 365.25 * DAY_MS * (1 - Math.sqrt(number / members)));
    const modules = random.next() < 0.3 ? random.integer(3) : random.integer(MODULES + 1);
    const id = memberId(number);
    const hasInstitution = random.next() < WITH_INSTITUTION;
    yield {
      kind: 'join',
      request: {
        id,
        token_sha256: hashOf(memberToken(number)),
        handle: handleOf(secret, id),
        joined_at,
        cohort: cohortOf(joined_at),
        country: random.next() < WITH_COUNTRY ? (codes[country(random)] ?? null) : null,
        institution: hasInstitution ? (names[institution(random)] ?? null) : null,
        institution_type: hasInstitution ? 'university' : null,
        course_type: random.next() < WITH_COURSE_TYPE ? one(COURSE_TYPES) : null,
        experience_level: one(EXPERIENCE_LEVELS),
        setup_verified: modules > 0,
        modules_completed: modules,
        milestones_passed: within((modules / MODULES) * MILESTONES - random.integer(2), 0, MILESTONES),
      },
    };
    const received_at = Math.min(until, joined_at + random.integer(90) * DAY_MS);
    const ability = normal(random);
    if (random.next() < WITH_BASELINE) yield submission(number, 'baseline', received_at, ability, random);
    if (random.next() < WITH_CAPSTONE) yield submission(number, 'capstone', received_at, ability, random);
  }
}

function submission(
  number: number,
  kind: Submission['kind'],
  received_at: number,
  ability: number,
  random: Random,
): Write {
  const id = hash(`${SEED} ${kind} ${number}`, 32);
  const score = () => within(60 + 12 * ability + 8 * normal(random), 0, 100);
  const overall = score();
  const [speed, compression, accuracy, efficiency] =
    kind === 'capstone' ? [score(), score(), score(), score()] : [null, null, null, null];
  return {
    kind: 'submit',
    request: {
      submission: {
        id,
        member_id: memberId(number),
        kind,
        received_at,
        measured_at: received_at - 60_000,
        score: overall,
        score_low: Math.max(0, overall - 2),
        score_high: Math.min(100, overall + 2),
        ...{ speed, compression, accuracy, efficiency },
        bracket: 'laptop',
        subject: 'python',
        subject_sha256: hash(`subject ${id}`, 64),
        samples_sha256: hash(`samples ${id}`, 64),
        seed: random.integer(2 ** 32),
      },
      document: DOCUMENT,
      key: id,
      request_sha256: hash(`request ${id}`, 64),
      quota: 5,
    },
  };
}
