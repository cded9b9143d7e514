import { describe, expect, it } from 'vitest';
import { readArguments } from '../../bench/arguments.ts';

describe("the bench's arguments", () => {
  it('are for people by default', () => {
    expect(readArguments([])).toEqual({ format: 'console', help: false });
  });

  it('name a format', () => {
    expect(readArguments(['--format', 'json']).format).toBe('json');
  });

  it.each([
    ['a format there is not', ['--format', 'xml'], "'xml' is no format"],
    ['an option there is not', ['--fast'], '--fast'],
    ['a word there is no place for', ['json'], 'json'],
  ])('refuse %s with exit code 2', (_what, argv, message) => {
    expect(() => readArguments(argv)).toThrow(
      expect.objectContaining({ code: 'usage', exit: 2, message: expect.stringContaining(message) }),
    );
  });
});
