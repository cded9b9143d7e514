import { describe, expect, it } from 'vitest';
import { candidates } from '../../src/cli/candidates.ts';
import { commandRoot } from '../support/command-root.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const of = (...words: string[]) => candidates(words, { root: commandRoot(), cwd: temporaryFolder() });

describe('candidates', () => {
  it.each([
    ['commands and groups', [''], ['gate', 'group']],
    ['those that begin with the word', ['gr'], ['group']],
    ['flags of tito', ['--v'], ['--version']],
    ['commands of a group', ['group', ''], ['echo', 'fail']],
    ['choices of an argument', ['group', 'echo', ''], ['red', 'green']],
    ['flags of a command, hidden ones left out', ['group', 'echo', '--s'], ['--size']],
    ['choices of an option', ['group', 'echo', '--size', ''], ['small', 'large']],
    ['ids after a short flag', ['group', 'echo', '-f', 'j'], ['json']],
    ['ids after an equals sign', ['group', 'echo', '--format=j'], ['--format=json']],
    ['ids where the shell split at the equals sign', ['group', 'echo', '--format', '=', 'j'], ['json']],
    ['ids where nothing follows the equals sign yet', ['group', 'echo', '--size', '='], ['small', 'large']],
    ['nothing where anything may stand', ['group', 'echo', '--twice', ''], []],
    ['nothing after a command that does not exist', ['grup', ''], []],
  ])('%s', async (_what, words, expected) => {
    expect(await of(...words)).toEqual(expected);
  });

  it('ids of the working directory too', async () => {
    const cwd = temporaryFolder({ 'profiles/cluster.yaml': '' });
    const words = ['group', 'echo', '--profile', ''];
    expect(await candidates(words, { root: commandRoot(), cwd })).toEqual(['light', 'cluster']);
  });
});
