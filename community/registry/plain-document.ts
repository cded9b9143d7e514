import {
  COURSE_TYPES,
  EXPERIENCE_LEVELS,
  INSTITUTION_TYPES,
  type MemberDocument,
  MILESTONES,
  MODULES,
  NAME_LIMIT,
} from '../../src/schema/community/member.ts';

type Unread = Readonly<Record<string, unknown>>;

const ID = /^[0-9a-f]{32}$/;
/** Times on days that every month has. */
const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;
/** Words of printable ASCII with single spaces: there is nothing about it to clean. */
const NAME = /^[!-~]+(?: [!-~]+)*$/;
const CODE = /^[A-Z]{2}$/;
const LONGEST_COUNTRY = 120;
const LONGEST_COHORT = 40;
const MOST_POINTS = 100;

/**
 * A document that is as most are: certainly valid, and the same after it was checked by its schema. That takes five times
 * as long, as much as everything else that a join is checked for. What is right and what is wrong is said by the schema
 * alone: this says yes or nothing.
 *
 * @returns null for any other document, which may be valid or not
 */
export const plainDocument = (given: unknown): MemberDocument | null =>
  // Every field was looked at one by one, which the compiler can't follow.
  isPlain(given) ? (given as unknown as MemberDocument) : null;

const isPlain = (given: unknown): given is Unread =>
  hasFields(given, 7) &&
  matches(given.anonymous_id, ID, 32) &&
  matches(given.timestamp, TIME, 40) &&
  (given.location === null || isLocation(given.location)) &&
  (given.institution === null || isInstitution(given.institution)) &&
  isContext(given.context) &&
  isProgress(given.progress) &&
  hasFields(given.benchmarks, 0);

const isLocation = (given: unknown): boolean =>
  hasFields(given, 2) &&
  typeof given.country === 'string' &&
  given.country.length <= LONGEST_COUNTRY &&
  matches(given.country_code, CODE, 2);

const isInstitution = (given: unknown): boolean =>
  hasFields(given, 2) && matches(given.name, NAME, NAME_LIMIT) && isOneOf(given.type, INSTITUTION_TYPES);

const isContext = (given: unknown): boolean =>
  hasFields(given, 3) &&
  (given.course_type === null || isOneOf(given.course_type, COURSE_TYPES)) &&
  typeof given.cohort === 'string' &&
  given.cohort.length <= LONGEST_COHORT &&
  (given.experience_level === null || isOneOf(given.experience_level, EXPERIENCE_LEVELS));

const isProgress = (given: unknown): boolean =>
  hasFields(given, 4) &&
  typeof given.setup_verified === 'boolean' &&
  isWhole(given.milestones_passed, MILESTONES) &&
  isWhole(given.modules_completed, MODULES) &&
  (given.capstone_score === null || isWhole(given.capstone_score, MOST_POINTS));

/** As many as are asked for one by one, so that there is no other. */
const hasFields = (given: unknown, fields: number): given is Unread =>
  typeof given === 'object' &&
  given !== null &&
  !Array.isArray(given) &&
  Object.keys(given).length === fields;

const matches = (given: unknown, pattern: RegExp, longest: number): boolean =>
  typeof given === 'string' && given.length <= longest && pattern.test(given);

const isOneOf = (given: unknown, choices: readonly string[]): boolean =>
  choices.some((choice) => choice === given);

const isWhole = (given: unknown, most: number): boolean =>
  typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= most;
