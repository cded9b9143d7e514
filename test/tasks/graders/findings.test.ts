import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import findings from '../../../src/tasks/graders/findings.ts';

const expected = {
  key: ['file', 'cwe'],
  line_tolerance: 3,
  equivalents: { cwe: [['CWE-327', 'CWE-328']] },
  findings: [
    { file: 'api/a.js', line: 10, cwe: 'CWE-89' },
    { file: 'api/a.js', line: 14, cwe: 'CWE-89' },
    { file: 'ml/b.py', line: 5, cwe: 'CWE-327' },
    { file: 'ml/c.py', line: 50, cwe: 'CWE-78' },
  ],
};
const grade = (items: unknown[]) => findings.grade(JSON.stringify({ findings: items }), expected);
const quality = (...items: unknown[]) => grade(items).quality;
const [first, second, third, fourth] = expected.findings;

describe('findings', () => {
  it('earn 1 for the truth and 0 for nothing', () => {
    expect(quality(...expected.findings)).toBe(1);
    expect(quality()).toBe(0);
    expect(findings.grade('', expected)).toEqual({ quality: 0, grade: { note: 'no JSON' } });
    expect(findings.grade('{"a": 1}', expected).grade).toEqual({ note: "no list 'findings'" });
  });

  it('earn the F1 of what was found', () => {
    expect(quality(first, third)).toBeCloseTo((2 * 2) / (2 + 4), 12);
    expect(grade([first, third, { file: 'x', line: 1, cwe: 'CWE-1' }]).grade).toEqual({
      precision: 2 / 3,
      recall: 2 / 4,
      found: 2,
      claimed: 3,
      wanted: 4,
      missed: ['api/a.js cwe-89', 'ml/c.py cwe-78'],
    });
  });

  it('may be a few lines off, but no more', () => {
    expect(quality({ ...fourth, line: 53 })).toBeGreaterThan(0);
    expect(quality({ ...fourth, line: 54 })).toBe(0);
    expect(quality({ ...fourth, line: '47-49' })).toBeGreaterThan(0);
    expect(quality({ ...fourth, line: undefined })).toBe(0);
  });

  it('are each used for one planted flaw, in the way that serves most of them', () => {
    // Line 13 fits both planted lines, line 8 the first only: giving 13 to the first would lose one.
    expect(quality({ ...first, line: 13 }, { ...first, line: 8 })).toBe(quality(first, second));
    expect(quality({ ...first, line: 13 }, { ...first, line: 16 })).toBe(quality(first, second));
    expect(quality({ ...first, line: 12 })).toBe(quality(first));
  });

  it('are known however file and weakness are written', () => {
    for (const cwe of ['cwe-89', '89', 89, 'CWE-089', 'CWE 89: SQL injection', 'CWE-89 (SQLi)']) {
      expect(quality({ file: './API/a.js', line: 10, cwe })).toBeGreaterThan(0);
    }
    expect(quality({ ...third, cwe: 'CWE-328' })).toBe(quality(third));
    expect(quality({ ...third, cwe: 'CWE-329' })).toBe(0);
    expect(quality({ ...first, cwe: 'CWE-891' })).toBe(0);
  });

  it('may be the whole answer or its only list', () => {
    const bare = JSON.stringify([first]);
    expect(findings.grade(bare, expected).quality).toBe(quality(first));
    expect(findings.grade(`{"weaknesses": ${bare}, "n": 1}`, expected).quality).toBe(quality(first));
  });

  it('lose by every repetition, invention and thing that is no finding', () => {
    const item = fc.oneof(
      fc.constantFrom(...expected.findings),
      fc.record({ file: fc.string(), line: fc.nat(), cwe: fc.string() }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), (extra) => {
        const with_extra = quality(...expected.findings, ...extra);
        expect(with_extra).toBeLessThan(1);
        expect(with_extra).toBeCloseTo(8 / (8 + extra.length), 12);
      }),
    );
  });

  it('earn more for each true one, in any order', () => {
    const someOfThem = fc.shuffledSubarray(expected.findings, { minLength: 1 });
    fc.assert(
      fc.property(someOfThem, (items) => {
        expect(quality(...items)).toBeCloseTo((2 * items.length) / (items.length + 4), 12);
        expect(quality(...items.slice(1))).toBeLessThan(quality(...items));
      }),
    );
  });

  it('refuse a truth that they could not compare with', () => {
    expect(() => findings.check(expected)).not.toThrow();
    expect(() => findings.check({})).toThrow(TypeError);
    expect(() => findings.check({ ...expected, findings: [] })).toThrow('expected.findings');
    expect(() => findings.check({ ...expected, findings: [{ file: 'a' }] })).toThrow("'cwe' is missing");
  });
});

describe('hostile answers', () => {
  it('of a megabyte are graded with little work', () => {
    const many = Array.from({ length: 20_000 }, (_, k) => ({
      file: 'api/a.js',
      line: k % 20,
      cwe: 'CWE-89',
    }));
    const answers = [
      JSON.stringify({ findings: many }),
      '['.repeat(1_000_000),
      '{"a":'.repeat(200_000),
      `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
      `{"findings": ${'['.repeat(300_000)}${']'.repeat(300_000)}}`,
      '"'.repeat(1_000_000),
      '{ '.repeat(500_000),
    ];
    for (const answer of answers) expect(findings.grade(answer, expected).quality).toBeLessThan(0.01);
  });
});
