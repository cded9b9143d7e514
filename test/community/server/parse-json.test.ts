import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorPosition } from '../../../community/server/json-position.ts';
import { parseJson } from '../../../community/server/parse-json.ts';
import { TitoError } from '../../../src/errors.ts';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('the place of what is no JSON', () => {
  it.each([
    ['{"a":1,}', 7],
    ['{"a":tru}', 5],
    ['abc', 0],
    ['[1,]', 3],
    ['[1,2', 4],
    ['', 0],
    ['{"a" 1}', 5],
    ['{"a":"x\ny"}', 5],
    ['{"a":1} x', 8],
    ['{"a":01}', 6],
    ["{'a':1}", 1],
    ['{"a":[1,{"b":nope}]}', 13],
  ])('of %j is %i', (text, position) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonErrorPosition(text)).toBe(position);
  });

  it('is the end of what is JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonErrorPosition(text)).toBe(text.length);
      }),
    );
  });

  it('is before any character that makes JSON something else', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('}', ']', ':', ',', 'x', '"', '{'),
        (text, at, character) => {
          const place = at % (text.length + 1);
          const broken = text.slice(0, place) + character + text.slice(place);
          let isJson = true;
          try {
            JSON.parse(broken);
          } catch {
            isJson = false;
          }
          fc.pre(!isJson);
          expect(jsonErrorPosition(broken)).toBeLessThanOrEqual(broken.length);
          // Up to there it could have become JSON: the very place of V8, where that tells one.
          let told: string | undefined;
          try {
            JSON.parse(broken);
          } catch (error) {
            told = /^Expected .* at position (\d+)/.exec(`${(error as Error).message}`)?.[1];
          }
          if (told !== undefined) expect(jsonErrorPosition(broken)).toBe(Number(told));
        },
      ),
    );
  });
});

describe('a body', () => {
  it('is an object, as it was written', () => {
    expect(parse('{"a": {"b": [1, "ü"]}}')).toEqual({ a: { b: [1, 'ü'] } });
    for (const text of ['[]', '1', 'null', '"{}"']) expect(() => parse(text)).toThrow(TitoError);
  });

  it('with a key __proto__ at any depth is refused, however it is spelled', () => {
    for (const key of ['__proto__', '\\u005f_proto__', '_\\u005Fproto__', '__pr\\u006fto__'])
      expect(() => parse(`{"a": [{"${key}": {"isAdmin": true}}]}`), key).toThrow(/__proto__/);
    expect(parse('{"a": "__proto__", "constructor": {"prototype": 1}}')).toMatchObject({ a: '__proto__' });
  });

  it('is quoted in no refusal', () => {
    expect(() => parse('{"token": secret')).toThrow(/^(?!.*secret).*position 10, line 1, column 11/);
  });
});
