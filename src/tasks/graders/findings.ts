import * as z from 'zod';
import { defineGrader } from '../../task-contracts.ts';
import { accuracyOf } from './_accuracy.ts';
import { findList } from './_answer-list.ts';
import { canonical, canonicalCwe } from './_canonical.ts';
import { readExpected } from './_expected.ts';
import { matchAll } from './_matching.ts';

const finding = z.record(z.string(), z.unknown());

/** `expected` of a task: itself an answer that earns 1. */
const truth = z.object({
  /** Fields that have to be equal. */
  key: z.array(z.string().min(1)).min(1),
  /** Where given, `line` has to be at most so far off. */
  line_tolerance: z.number().nonnegative().optional(),
  /** Values of a field that count as the same, such as CWE-327 and CWE-328 for a broken hash. */
  equivalents: z.record(z.string(), z.array(z.array(z.string()).min(2))).default({}),
  findings: z.array(finding).min(1),
});
type Truth = z.infer<typeof truth>;

interface Keyed {
  key: string;
  line: number;
}

/** Names shown at most in a grade. */
const MOST_SHOWN = 20;

function keyOf(item: unknown, expected: Truth): Keyed | null {
  const read = finding.safeParse(item);
  if (!read.success) return null;
  const parts = expected.key.map((field) => {
    const value = read.data[field];
    const text = field === 'cwe' ? canonicalCwe(value) : canonical(value);
    const same = expected.equivalents[field]?.map((group) =>
      group.map((each) => (field === 'cwe' ? canonicalCwe(each) : canonical(each))),
    );
    return same?.find((group) => group.includes(text))?.[0] ?? text;
  });
  return { key: parts.join(' '), line: Number.parseInt(String(read.data.line), 10) };
}

/**
 * A list of findings against the planted ones: quality is the F1 of the best one-to-one matching of equal keys and
 * near enough lines. A finding that is said twice, or is none, costs precision.
 */
export default defineGrader({
  title: 'Findings by key fields and line',
  check: (expected) => {
    const { findings, key } = readExpected(truth, expected);
    for (const [k, each] of findings.entries()) {
      const absent = key.find((field) => each[field] === undefined);
      if (absent !== undefined) throw new TypeError(`expected.findings.${k}: '${absent}' is missing`);
    }
  },
  grade: (answer, given) => {
    const expected = readExpected(truth, given);
    const list = findList(answer, 'findings');
    if ('note' in list) return { quality: 0, grade: { note: list.note } };
    const wanted = expected.findings.map((each) => keyOf(each, expected));
    const claimed = Map.groupBy(
      list.items.map((item) => keyOf(item, expected)).filter((each) => each !== null),
      ({ key }) => key,
    );
    const { line_tolerance: tolerance } = expected;
    const isNear = (a: Keyed, b: Keyed) =>
      tolerance === undefined || Number.isNaN(a.line) || Math.abs(a.line - b.line) <= tolerance;
    const edges = wanted.map((each) =>
      each === null ? [] : (claimed.get(each.key) ?? []).filter((other) => isNear(each, other)),
    );
    const matched = matchAll(edges);
    const accuracy = accuracyOf(matched.size, list.items.length, wanted.length);
    const missed = wanted.filter((_, k) => !matched.has(k)).map((each) => each?.key ?? '');
    return {
      quality: accuracy.f1,
      grade: {
        precision: accuracy.precision,
        recall: accuracy.recall,
        found: matched.size,
        claimed: list.items.length,
        wanted: wanted.length,
        missed: missed.slice(0, MOST_SHOWN),
      },
    };
  },
});
