import { describe, expect, it } from 'vitest';
import { listCommands, listGroups } from '../../src/cli/command-files.ts';
import { commandRoot } from '../support/command-root.ts';
import { REPOSITORY } from '../support/context.ts';
import { tito } from '../support/tito.ts';

describe('help', () => {
  it('of tito lists groups and commands with their summaries', async () => {
    const { exit, stdout } = await tito(['--help'], { root: commandRoot() });
    expect(stdout).toMatch(/group +A group of two/);
    expect(stdout).toMatch(/gate +Say no/);
    expect(exit).toBe(0);
  });

  it('of a group lists its commands', async () => {
    const { stdout } = await tito(['group', '--help'], { root: commandRoot() });
    expect(stdout).toMatch(/echo +Print what it was given/);
  });

  it('of a command lists options with the values they take, without hidden ones', async () => {
    const { stdout } = await tito(['group', 'echo', '--help'], { root: commandRoot() });
    expect(stdout).toMatch(/--format <name> +how \(console, json\)/);
    expect(stdout).not.toContain('--secret');
  });

  it('is what tito alone shows', async () => {
    const root = commandRoot();
    expect(await tito([], { root })).toEqual(await tito(['--help'], { root }));
  });

  it('can be asked for with the word help', async () => {
    const root = commandRoot();
    expect(await tito(['help', 'group'], { root })).toEqual(await tito(['group', '--help'], { root }));
  });

  it('is shown as a usage error where a group lacks its command', async () => {
    const { exit, stdout, stderr } = await tito(['group'], { root: commandRoot() });
    expect(stderr).toContain('Usage: tito group');
    expect(stdout).toBe('');
    expect(exit).toBe(2);
  });

  it('of one command imports no other', async () => {
    const root = commandRoot({ 'src/commands/group/broken.js': `throw new Error('imported');` });
    expect((await tito(['group', 'echo', '--help'], { root })).exit).toBe(0);
  });

  it('of tito imports no command of a group', async () => {
    const root = commandRoot({ 'src/commands/group/broken.js': `throw new Error('imported');` });
    expect((await tito(['--help'], { root })).exit).toBe(0);
  });
});

describe('help that ships', () => {
  const commands = [
    ...listCommands(REPOSITORY).map((each) => [each.id]),
    ...listGroups(REPOSITORY).flatMap((group) =>
      listCommands(REPOSITORY, group).map((each) => [group, each.id]),
    ),
  ];

  it.each([[[]], ...listGroups(REPOSITORY).map((each) => [[each]]), ...commands.map((each) => [each])])(
    'has examples and exit codes: %s',
    async (words) => {
      const { stdout } = await tito([...words, '--help']);
      expect(stdout).toContain('Examples:\n  ');
      expect(stdout).toContain('Exit codes: 0 done');
    },
  );
});
