import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactorOf } from '../../../src/tasks/http/redact.ts';

const KEY = 'sk/very-secret';
const redact = redactorOf(KEY);

describe('a redactor', () => {
  it('takes out every key, and nothing else', () => {
    const around = fc.array(fc.string().filter((text) => !text.includes('[key]')));
    fc.assert(
      fc.property(around, (texts) => {
        fc.pre(!texts.some((text) => text.includes(KEY)));
        expect(redact(texts.join(KEY))).toBe(texts.join('[key]'));
      }),
    );
  });

  it('without a key leaves everything as it is', () => {
    expect(redactorOf(null)(`Bearer ${KEY}`)).toBe(`Bearer ${KEY}`);
  });
});

it('a word that is no secret is left where it is, for it may stand in any answer', () => {
  expect(redactorOf('ollama')('{"text":"Use ollama."}')).toBe('{"text":"Use ollama."}');
});

describe('JSON', () => {
  /** Any spelling that JSON allows. */
  const spelt = (text: string, ways: readonly number[]) =>
    [...text]
      .map((sign, at) => {
        const code = sign.charCodeAt(0).toString(16).padStart(4, '0');
        return [sign, sign === '/' ? '\\/' : sign, `\\u${code}`, `\\u${code.toUpperCase()}`][ways[at] ?? 0];
      })
      .join('');
  const ways = fc.array(fc.nat(3), { minLength: KEY.length, maxLength: KEY.length });

  it('has no key in it, however it is spelt', () => {
    fc.assert(
      fc.property(ways, (way) => {
        const text = `{"a":[{"${spelt(KEY, way)}":"so ${spelt(KEY, way)}!"}],"b":[1,null]}`;
        expect(JSON.parse(redact(text))).toEqual({ a: [{ '[key]': 'so [key]!' }], b: [1, null] });
      }),
    );
  });

  it('inside of JSON has no key in it either', () => {
    fc.assert(
      fc.property(ways, (way) => {
        const text = JSON.stringify({ error: `{"message":"${spelt(KEY, way)}"}` });
        expect(JSON.parse(redact(text))).toEqual({ error: '{"message":"[key]"}' });
      }),
    );
  });

  it('of hostile backslashes is gone through in a single pass', () => {
    const hostile = '\\'.repeat(2 ** 22);
    expect(redact(hostile)).toBe(hostile);
  });
});
