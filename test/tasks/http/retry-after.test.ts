import { describe, expect, it } from 'vitest';
import { readRetryAfter } from '../../../src/tasks/http/retry-after.ts';

const NOW = Date.parse('2026-08-01T10:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['seconds', '7', 7000],
    ['parts of a second', '0.25', 250],
    ['none', '0', 0],
    ['a date', 'Sat, 01 Aug 2026 10:00:30 GMT', 30_000],
    ['a date that is over', 'Sat, 01 Aug 2026 09:00:00 GMT', 0],
    ['a negative number', '-5', undefined],
    ['words', 'soon', undefined],
    ['an endless number', '9'.repeat(400), undefined],
    ['nothing', '', undefined],
  ])('is read as %s', (_, said, expected) => {
    expect(readRetryAfter({ 'retry-after': said }, NOW)).toBe(expected);
  });

  it('gives way to the finer word of OpenAI', () => {
    expect(readRetryAfter({ 'retry-after-ms': '120', 'retry-after': '1' }, NOW)).toBe(120);
    expect(readRetryAfter({ 'retry-after-ms': 'x', 'retry-after': '1' }, NOW)).toBe(1000);
  });

  it('is undefined where it is missing', () => {
    expect(readRetryAfter({}, NOW)).toBeUndefined();
  });
});
