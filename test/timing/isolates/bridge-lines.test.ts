import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineSplitter } from '../../../src/timing/isolates/bridge-lines.ts';

function split(chunks: readonly Uint8Array[], longest_bytes: number) {
  const lines: string[] = [];
  let tooLong = 0;
  const receive = lineSplitter(
    longest_bytes,
    (line) => lines.push(line),
    () => tooLong++,
  );
  for (const chunk of chunks) receive(chunk);
  return { lines, tooLong };
}

it('puts lines together whatever way the bytes are cut', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''));
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 7 }), (lines, size) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const chunks = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(split(chunks, 1_000_000)).toEqual({ lines, tooLong: 0 });
    }),
  );
});

it('stops for good at a line that is too long', () => {
  const chunks = ['ok\n1234', '5678', '9\nnot\n'].map((text) => Buffer.from(text));
  expect(split(chunks, 8)).toEqual({ lines: ['ok'], tooLong: 1 });
});
