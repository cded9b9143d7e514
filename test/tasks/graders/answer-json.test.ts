import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractJson } from '../../../src/tasks/graders/_answer-json.ts';

describe('extractJson', () => {
  it('finds any object amid prose, bare or in a fence', () => {
    const prose = fc.stringMatching(/^[A-Za-z .,:;'!?()\n-]*$/);
    const value = fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }));
    fc.assert(
      fc.property(prose, value, prose, fc.boolean(), (before, object, after, isFenced) => {
        const text = JSON.stringify(object, null, 2);
        const answer = isFenced
          ? `${before}\n\`\`\`json\n${text}\n\`\`\`\n${after}`
          : `${before}${text}${after}`;
        expect(extractJson(answer)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('passes over brackets that are no JSON, and over references', () => {
    expect(extractJson('The set {a, b} [see 1] and [2]: {"x": "}"} done')).toEqual({ x: '}' });
    expect(extractJson('As in [1], [2]')).toEqual([1]);
    expect(extractJson('{"x": {"y": [1, 2}')).toBeUndefined();
    expect(extractJson('{"cut": [{"file": "a"}, {"fi')).toEqual({ file: 'a' });
  });

  it('takes the first of several', () => {
    expect(extractJson('{"a": 1} {"a": 2}')).toEqual({ a: 1 });
  });

  it('finds nothing where there is nothing', () => {
    for (const text of ['', 'none', '12', '"text"', 'true', '{', '[', '}{'])
      expect(extractJson(text)).toBeUndefined();
  });
});
