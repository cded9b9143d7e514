import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndjsonReader } from '../../../src/tasks/http/ndjson.ts';
import { split } from '../../support/llm-server/split.ts';

function valuesOf(chunks: readonly Buffer[]) {
  const values: unknown[] = [];
  let hasEnded = false;
  const reader = ndjsonReader(
    (value) => {
      values.push(value);
      return typeof value === 'object' && value !== null && 'done' in value && value.done === true;
    },
    () => {
      hasEnded = true;
    },
    (text) => text.replaceAll('secret', '[key]'),
  );
  for (const chunk of chunks) if (reader.write(chunk)) return { values, hasEnded };
  reader.end();
  return { values, hasEnded };
}

const read = (text: string) => valuesOf([Buffer.from(text)]);

/** Lines as Ollama 0.14 sends them. */
const RECORDED = [
  '{"model":"llama3.2:1b","created_at":"2026-08-01T10:00:00Z","message":{"role":"assistant","content":"Grü"},"done":false}\n',
  '{"model":"llama3.2:1b","created_at":"2026-08-01T10:00:00Z","message":{"role":"assistant","content":"ße 🌍"},"done":false}\n',
  '{"model":"llama3.2:1b","created_at":"2026-08-01T10:00:01Z","message":{"role":"assistant","content":""},"done":true,',
  '"done_reason":"stop","total_duration":30258609300,"prompt_eval_count":29,"eval_count":3}\n',
].join('');

describe('an NDJSON reader', () => {
  it('gives the same values however a stream is cut', async () => {
    const whole = read(RECORDED).values;
    expect(whole).toHaveLength(3);
    await fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), (cuts) => {
        expect(valuesOf(split(Buffer.from(RECORDED), cuts)).values).toEqual(whole);
      }),
    );
  });

  it('skips empty lines and a byte order mark', () => {
    expect(read('\uFEFF{"a":1}\r\n\r\n\n{"a":2}\n').values).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('hears nothing after the last value, not even nonsense in the same packet', () => {
    expect(read('{"done":true}\nnonsense\n')).toEqual({ values: [{ done: true }], hasEnded: false });
  });

  it('reads a last value without line end', () => {
    expect(read('{"done":true}')).toEqual({ values: [{ done: true }], hasEnded: false });
  });

  it('says when the end came without a last value', () => {
    expect(read('{"done":false}\n').hasEnded).toBe(true);
    expect(read('').hasEnded).toBe(true);
  });

  it('refuses what is not JSON with its first words, secrets taken out', () => {
    expect(() => read('{"a":1}\n<html>\u0007 a secret page\n')).toThrow("not JSON: '<html> a [key] page'");
  });
});
