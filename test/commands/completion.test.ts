import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';

const hasShell = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash offers for the last of these words, after the script that tito prints was sourced. */
function offeredByBash(script: string, words: readonly string[]): string[] {
  const program = join(REPOSITORY, 'bin/tito.ts');
  const folder = temporaryFolder({
    'completion.bash': script,
    'ask.bash': `
      tito() { "${process.execPath}" "${program}" "$@"; }
      source "$1"; shift
      complete -p tito >/dev/null || exit 1
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      _tito_complete
      printf '%s\\n' "\${COMPREPLY[@]}"`,
  });
  const args = [join(folder, 'ask.bash'), join(folder, 'completion.bash'), ...words];
  return execFileSync('bash', args, { cwd: folder, encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe('tito completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script that asks for candidates: %s', async (shell) => {
    const { exit, stdout } = await tito(['completion', shell]);
    expect(stdout).toContain('completion --candidates --');
    expect(exit).toBe(0);
  });

  it('refuses another shell', async () => {
    const { exit, stderr } = await tito(['completion', 'zhs']);
    expect(stderr).toContain("Did you mean 'zsh'?");
    expect(exit).toBe(2);
  });

  it.runIf(hasShell('bash'))('works in bash: commands, flags, formats and profiles', async () => {
    const { stdout: script } = await tito(['completion', 'bash']);
    expect(offeredByBash(script, ['tito', 'bench'])).toEqual(['benchmark']);
    expect(offeredByBash(script, ['tito', 'benchmark', 'baseline', '--prof'])).toEqual(['--profile']);
    expect(offeredByBash(script, ['tito', 'benchmark', 'baseline', '--format', 'mark'])).toEqual([
      'markdown',
    ]);
    expect(offeredByBash(script, ['tito', 'benchmark', 'baseline', '--profile', ''])).toEqual([
      'heavy',
      'light',
      'medium',
    ]);
  });
});
