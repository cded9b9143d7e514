import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, jsonValues } from '../../src/tasks/json-in-text.ts';

const read = (text: string) => [...jsonValues(text)];
/** Prose without brackets, so that it holds no JSON of its own. */
const prose = fc.string().map((text) => text.replace(/[[\]{}]/g, ' '));
const value = fc
  .oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()))
  .map((each) => JSON.parse(JSON.stringify(each)) as Json);

describe('JSON in a text', () => {
  it('is found whole and in order, whatever stands around it', () => {
    fc.assert(
      fc.property(prose, fc.array(fc.tuple(value, prose), { maxLength: 5 }), (before, parts) => {
        const text = before + parts.map(([json, after]) => `${JSON.stringify(json)} ${after}`).join('');
        expect(read(text)).toEqual(parts.map(([json]) => json));
      }),
    );
  });

  it('may be laid out over several lines', () => {
    fc.assert(
      fc.property(value, (json) => {
        expect(read(`\`\`\`json\n${JSON.stringify(json, null, 2)}\n\`\`\``)).toEqual([json]);
      }),
    );
  });

  it('is found inside of what is none', () => {
    expect(read('{"a": [1, 2], oops {"b": 3}')).toEqual([[1, 2], { b: 3 }]);
  });

  it('with brackets in its strings ends where it ends', () => {
    expect(read('{"a":"} ] \\" {"} and ["]"]')).toEqual([{ a: '} ] " {' }, [']']]);
  });

  it.each(['', 'no brackets', '{', '[[[[', '{"a":', '{a: 1}', '[x]', '(1, 2)', '}{'])(
    'is not in %j',
    (text) => {
      expect(read(text)).toEqual([]);
    },
  );

  it('is not looked for without end in hostile brackets', () => {
    expect(read('{"'.repeat(50_000) + '['.repeat(50_000))).toEqual([]);
  });
});
