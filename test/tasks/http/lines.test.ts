import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderFailure } from '../../../src/task-contracts.ts';
import { lineReader } from '../../../src/tasks/http/lines.ts';
import { split } from '../../support/llm-server/split.ts';

function linesOf(chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const reader = lineReader((line) => lines.push(line));
  for (const chunk of chunks) reader.write(chunk);
  reader.end();
  return lines;
}

describe('a line reader', () => {
  it('gives the lines of a text wherever its bytes are cut, characters included', async () => {
    const line = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((text) => text.replaceAll(/[\r\n]/g, 'ü'));
    await fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.array(fc.nat()), (lines, end, cuts) => {
        const bytes = Buffer.from(lines.map((each) => each + end).join(''));
        expect(linesOf(split(bytes, cuts))).toEqual(lines);
      }),
    );
  });

  it('gives what stands after the last line end', () => {
    expect(linesOf([Buffer.from('a\nb')])).toEqual(['a', 'b']);
    expect(linesOf([Buffer.from('a\nb\n')])).toEqual(['a', 'b']);
  });

  it('puts a long line that comes byte by byte together in time that grows with its length', () => {
    const work = (length: number) => {
      const text = 'x'.repeat(length);
      const copied = Buffer.prototype.copy;
      let bytes = 0;
      Buffer.prototype.copy = function copy(this: Buffer, ...given: Parameters<Buffer['copy']>) {
        bytes += copied.apply(this, given);
        return bytes;
      };
      try {
        expect(linesOf([...Buffer.from(text)].map((byte) => Buffer.of(byte)))).toEqual([text]);
      } finally {
        Buffer.prototype.copy = copied;
      }
      return bytes;
    };
    expect(work(100_000)).toBeLessThan(4 * 100_000);
  });

  it.each([
    ['in pieces', Array.from({ length: 17 }, () => Buffer.alloc(2 ** 20, 'x'))],
    ['at once', [Buffer.alloc(17 * 2 ** 20, 'x')]],
    ['at once, with its end', [Buffer.concat([Buffer.alloc(17 * 2 ** 20, 'x'), Buffer.from('\n')])]],
  ])('refuses a line of more than 16 MiB that comes %s', (_, chunks) => {
    expect(() => linesOf(chunks)).toThrow(ProviderFailure);
    expect(() => linesOf(chunks)).toThrow('longer than 16 MiB');
  });
});
