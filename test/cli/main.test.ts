import { describe, expect, it } from 'vitest';
import { commandRoot } from '../support/command-root.ts';
import { tito } from '../support/tito.ts';

describe('main', () => {
  it.each(['--version', '-v'])('prints the version for %s', async (flag) => {
    expect(await tito([flag])).toEqual({ exit: 0, stdout: '1.2.3\n', stderr: '' });
  });

  it('never throws: what a command throws becomes an exit code', async () => {
    const { exit, stderr } = await tito(['group', 'fail'], { root: commandRoot() });
    expect(stderr).toContain('the reason');
    expect(exit).toBe(1);
  });

  it('explains usage errors as JSON where JSON was asked for', async () => {
    const { exit, stdout, stderr } = await tito(['group', 'echo', '--sise', '--format', 'json'], {
      root: commandRoot(),
    });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'usage', message: "Unknown option '--sise'." },
    });
    expect(stderr).toBe('');
    expect(exit).toBe(2);
  });
});
