import { describe, expect, it } from 'vitest';
import { PARTS, readArguments } from '../../../bench/community/arguments.ts';

describe("the arguments of the registry's bench", () => {
  it('are of all parts in a quick form by default', () => {
    expect(readArguments([])).toMatchObject({ members: 100_000, parts: PARTS, format: 'console' });
  });

  it('give other sizes, all together or one by one', () => {
    expect(readArguments(['--full'])).toMatchObject({ members: 1_000_000, kills: 20 });
    expect(readArguments(['--full', '--kills', '2'])).toMatchObject({ members: 1_000_000, kills: 2 });
  });

  it('choose parts', () => {
    expect(readArguments(['--only', 'cold,kill']).parts).toEqual(['cold', 'kill']);
  });

  it.each([
    ['a part there is not', ['--only', 'serve,map'], "'map' is no part"],
    ['a number that is none', ['--members', 'many'], "'many'"],
    ['no members', ['--members', '0'], "'0'"],
    ['a format there is not', ['--format', 'xml'], "'xml' is no format"],
    ['an option there is not', ['--fast'], '--fast'],
  ])('refuse %s with exit code 2', (_what, argv, message) => {
    expect(() => readArguments(argv)).toThrow(
      expect.objectContaining({ code: 'usage', exit: 2, message: expect.stringContaining(message) }),
    );
  });
});
