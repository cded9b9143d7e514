import { describe, expect, it } from 'vitest';
import { positiveSeconds, uint32 } from '../../src/cli/options.ts';

describe('positiveSeconds', () => {
  it.each([
    ['7', 7],
    ['0.5', 0.5],
    ['1e2', 100],
  ])('reads %s', (word, seconds) => {
    expect(positiveSeconds(word)).toBe(seconds);
  });

  it.each(['', ' ', '0', '-1', 'NaN', 'Infinity', '7s'])('refuses "%s" as usage', (word) => {
    expect(() => positiveSeconds(word)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('uint32', () => {
  it.each([
    ['0', 0],
    ['4294967295', 4_294_967_295],
  ])('reads %s', (word, value) => {
    expect(uint32(word)).toBe(value);
  });

  it.each(['', '-1', '1.5', '1e3', '0x10', '4294967296', 'seven'])('refuses "%s" as usage', (word) => {
    expect(() => uint32(word)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
