import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventReader } from '../../../src/tasks/http/server-sent-events.ts';
import { split } from '../../support/llm-server/split.ts';

/** Data of all events up to the last word, and whether the end was met without one. */
function eventsOf(chunks: readonly Buffer[], redact = (text: string) => text) {
  const events: string[] = [];
  let hasEnded = false;
  const reader = eventReader(
    (data) => {
      events.push(data);
      return data === '[DONE]';
    },
    () => {
      hasEnded = true;
    },
    redact,
  );
  for (const chunk of chunks) if (reader.write(chunk)) return { events, hasEnded };
  reader.end();
  return { events, hasEnded };
}

const read = (text: string) => eventsOf([Buffer.from(text)]).events;

/** As servers really send it: comments, other fields, CR LF, several events at once, usage, a last word. */
const RECORDED = [
  ': ping\r\n\r\n',
  'data: {"choices":[{"delta":{"role":"assistant","content":"Grüße"}}]}\n\n',
  'event: message\r\nid: 7\r\ndata:{"choices":[{"delta":{"content":" 🌍"}}]}\r\n\r\n',
  'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: {"choices":[],"usage":{"prompt_tokens":3}}\n\n',
  'data: [DONE]\n\n',
].join('');
const EVENTS = [
  '{"choices":[{"delta":{"role":"assistant","content":"Grüße"}}]}',
  '{"choices":[{"delta":{"content":" 🌍"}}]}',
  '{"choices":[{"delta":{},"finish_reason":"stop"}]}',
  '{"choices":[],"usage":{"prompt_tokens":3}}',
  '[DONE]',
];

describe('an event reader', () => {
  it('gives the same events however a stream is cut', async () => {
    await fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), (cuts) => {
        expect(eventsOf(split(Buffer.from(RECORDED), cuts)).events).toEqual(EVENTS);
      }),
    );
  });

  it('gives the same events when every byte comes alone', () => {
    expect(eventsOf([...Buffer.from(RECORDED)].map((byte) => Buffer.of(byte))).events).toEqual(EVENTS);
  });

  it.each([
    ['joins the lines of one event', 'data: a\ndata: b\n\n', ['a\nb']],
    ['takes one blank off a value, and only one', 'data:  a\n\n', [' a']],
    ['takes data without a blank', 'data:a\n\n', ['a']],
    ['counts an event at the end without an empty line', 'data: a\n\ndata: b', ['a', 'b']],
    ['skips comments and other fields', ': x\n\nevent: y\nid: 1\nretry: 3\ndata: a\n\n', ['a']],
    ['skips a byte order mark', '\uFEFFdata: a\n\n', ['a']],
    ['takes a bare object for data', 'data: a\n\n{"error":"b"}\n\n', ['a', '{"error":"b"}']],
    ['hears nothing after the last word', 'data: [DONE]\n\ndata: a\n\n', ['[DONE]']],
    ['knows an empty body', '', []],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('says when the end came without a last word', () => {
    expect(eventsOf([Buffer.from('data: a\n\n')]).hasEnded).toBe(true);
    expect(eventsOf([Buffer.from('data: [DONE]\n\n')]).hasEnded).toBe(false);
  });

  it('refuses a body that is something else, with its first words', () => {
    expect(() => read('Hello, this is no stream\nat all\n')).toThrow(
      "not a stream of events: 'Hello, this is no stream'",
    );
  });

  it('refuses an event of many lines that get too much together', () => {
    const line = Buffer.from(`data: ${'x'.repeat(2 ** 20)}\n`);
    expect(() => eventsOf(Array.from({ length: 17 }, () => line))).toThrow('longer than 16 MiB');
  });

  it('takes secrets out of data and of first words', () => {
    const redact = (text: string) => text.replaceAll('secret', '[key]');
    expect(eventsOf([Buffer.from('data: a secret\n\n')], redact).events).toEqual(['a [key]']);
    expect(() => eventsOf([Buffer.from('a secret\n')], redact)).toThrow("'a [key]'");
  });
});
