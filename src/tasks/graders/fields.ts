import { defineGrader } from '../../task-contracts.ts';
import { accuracyOf } from './_accuracy.ts';
import { extractJson } from './_answer-json.ts';
import { canonical } from './_canonical.ts';

/** Share by which a number may be off: 1 function in 20, while counts below 20 have to be exact. */
const TOLERANCE = 0.05;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** 0 to 1: how well one value meets what was expected of it. */
function compare(wanted: unknown, got: unknown): number {
  if (Array.isArray(wanted)) return compareSets(wanted, got);
  if (isFields(wanted)) return isFields(got) ? meanOf(scoresOf(wanted, got)) : 0;
  if (typeof wanted === 'number') {
    const isNumber = typeof got === 'number' || (typeof got === 'string' && got.trim() !== '');
    return isNumber && Math.abs(Number(got) - wanted) <= TOLERANCE * Math.abs(wanted) ? 1 : 0;
  }
  return canonical(wanted) === canonical(got) ? 1 : 0;
}

/** F1 of two lists as multisets, order left out: what is said twice is wrong the second time. */
function compareSets(wanted: readonly unknown[], got: unknown): number {
  if (!Array.isArray(got)) return 0;
  if (wanted.length === 0) return got.length === 0 ? 1 : 0;
  const left = new Map<string, number>();
  for (const each of wanted) left.set(canonical(each), (left.get(canonical(each)) ?? 0) + 1);
  let hits = 0;
  for (const each of got) {
    const key = canonical(each);
    const count = left.get(key) ?? 0;
    if (count > 0) {
      hits++;
      left.set(key, count - 1);
    }
  }
  return accuracyOf(hits, got.length, wanted.length).f1;
}

function scoresOf(wanted: Fields, got: Fields): Record<string, number> {
  return Object.fromEntries(
    Object.entries(wanted).map(([name, each]) => [
      name,
      Object.hasOwn(got, name) ? compare(each, got[name]) : 0,
    ]),
  );
}

function meanOf(scores: Readonly<Record<string, number>>): number {
  const values = Object.values(scores);
  return values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length;
}

/**
 * An object's fields against the expected ones: quality is their mean. Texts have to be equal (case and blanks left
 * out), numbers within a twentieth, lists count as sets by their F1, objects by the mean of their fields. Fields that
 * were not asked for count for nothing.
 */
export default defineGrader({
  title: 'Fields of an object',
  check: (expected) => {
    if (Object.keys(expected).length === 0)
      throw new TypeError('expected: there has to be at least one field');
  },
  grade: (answer, expected) => {
    const json = extractJson(answer);
    if (json === undefined) return { quality: 0, grade: { note: 'no JSON' } };
    const only = Array.isArray(json) && json.length === 1 ? json[0] : json;
    if (!isFields(only)) return { quality: 0, grade: { note: 'no JSON object' } };
    const fields = scoresOf(expected, only);
    return { quality: meanOf(fields), grade: { fields } };
  },
});
