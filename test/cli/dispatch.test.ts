import { describe, expect, it } from 'vitest';
import { commandRoot } from '../support/command-root.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';

describe('a command', () => {
  it('receives its arguments and options', async () => {
    const { stdout } = await tito(['group', 'echo', 'red', '--size', 'large', '--verbose'], {
      root: commandRoot(),
    });
    expect(JSON.parse(stdout)).toEqual({ args: ['red'], options: { size: 'large', verbose: true } });
  });

  it('receives what an option was parsed to', async () => {
    const { stdout } = await tito(['group', 'echo', '--twice', '21'], { root: commandRoot() });
    expect(JSON.parse(stdout)).toMatchObject({ options: { twice: 42 } });
  });

  it('decides the exit code', async () => {
    expect((await tito(['gate'], { root: commandRoot() })).exit).toBe(4);
  });

  it('is found by the name of a file that was just added', async () => {
    const file = `export default { summary: 'New', examples: [], run: async () => 0 };`;
    const root = commandRoot({ 'src/commands/group/fresh.js': file });
    expect((await tito(['group', 'fresh'], { root })).exit).toBe(0);
  });

  it('without a run function is named as the file that is wrong', async () => {
    const root = commandRoot({ 'src/commands/half.js': `export default { summary: 'Half' };` });
    const { exit, stderr } = await tito(['half'], { root });
    expect(stderr).toContain('half.js is no command');
    expect(exit).toBe(3);
  });
});

describe('values', () => {
  it.each([
    ['an id', ['--format', 'jsno'], "There is no format 'jsno'.", "Did you mean 'json'?"],
    ['a choice of an option', ['--size', 'smal'], "'smal' is none of small, large.", "Did you mean 'small'?"],
    ['a choice of an argument', ['gren'], "'gren' is none of red, green.", "Did you mean 'green'?"],
  ])('%s that is not known is refused with a suggestion', async (_what, words, fact, suggestion) => {
    const { exit, stderr, stdout } = await tito(['group', 'echo', ...words], { root: commandRoot() });
    expect(stderr).toContain(fact);
    expect(stderr).toContain(suggestion);
    expect(stdout).toBe('');
    expect(exit).toBe(2);
  });

  it('may be ids from the working directory', async () => {
    const cwd = temporaryFolder({ 'profiles/cluster.yaml': '' });
    const result = await tito(['group', 'echo', '--profile', 'cluster'], { root: commandRoot(), cwd });
    expect(result.exit).toBe(0);
  });
});

describe('mistakes', () => {
  it.each([
    ['a command', ['gruop'], "Unknown command 'gruop'.", "Did you mean 'group'?"],
    [
      'a command of a group',
      ['group', 'ecko'],
      "Unknown command 'group ecko'.",
      "Did you mean 'group echo'?",
    ],
    ['a flag', ['group', 'echo', '--sise'], "Unknown option '--sise'.", "Did you mean '--size'?"],
  ])('%s that is not known is refused with a suggestion', async (_what, words, fact, suggestion) => {
    const { exit, stderr } = await tito(words, { root: commandRoot() });
    expect(stderr).toContain(fact);
    expect(stderr).toContain(suggestion);
    expect(exit).toBe(2);
  });

  it('a hidden flag is never suggested', async () => {
    const { stderr } = await tito(['group', 'echo', '--secre'], { root: commandRoot() });
    expect(stderr).not.toContain('--secret');
  });

  it('an argument too many is refused', async () => {
    const { exit, stderr } = await tito(['group', 'echo', 'red', 'green'], { root: commandRoot() });
    expect(stderr).toContain('Too many arguments');
    expect(exit).toBe(2);
  });

  it('a missing value is refused, and the hint names the command', async () => {
    const { exit, stderr } = await tito(['group', 'echo', '--size'], { root: commandRoot() });
    expect(stderr).toContain("Option '--size <name>' argument missing.");
    expect(stderr).toContain("Run 'tito group echo --help'");
    expect(exit).toBe(2);
  });
});
