import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opener } from '../../src/workflows/community/opener.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';

const URL = 'https://tito.example.edu/class';

/** A machine whose browser writes down what it was asked to open, and ends with a code. */
function machine(code: number) {
  const home = temporaryFolder();
  const opened = join(home, 'opened');
  writeFileSync(join(home, 'xdg-open'), `#!/bin/sh\nprintf %s "$*" > '${opened}'\nexit ${code}\n`);
  chmodSync(join(home, 'xdg-open'), 0o755);
  const env = { PATH: `${home}:${process.env.PATH}`, HOME: home, DISPLAY: ':0' };
  return { cwd: home, env, opened: () => (existsSync(opened) ? readFileSync(opened, 'utf8') : null) };
}

describe('tito community open', () => {
  it.skipIf(process.platform !== 'linux')(
    'opens the pages in the browser and says their address',
    async () => {
      const { cwd, env, opened } = machine(0);
      const words = ['community', 'open', 'leaderboard', '--registry', `${URL}/`];
      expect(await tito(words, { cwd, env })).toEqual({
        exit: 0,
        stdout: `${URL}/leaderboard\n`,
        stderr: '',
      });
      expect(opened()).toBe(`${URL}/leaderboard`);
    },
  );

  it.skipIf(process.platform !== 'linux')(
    'says the address where there is no display, or no browser',
    async () => {
      const { cwd, env, opened } = machine(3);
      const words = ['community', 'open', '--registry', URL];
      const failing = await tito(words, { cwd, env });
      expect([failing.exit, failing.stdout]).toEqual([0, `${URL}/\n`]);
      expect(failing.stderr).toContain('No browser could be started');
      const { DISPLAY: _, ...without } = machine(0).env;
      const dark = await tito(words, { cwd, env: without });
      expect([dark.exit, dark.stdout]).toEqual([0, `${URL}/\n`]);
      expect(dark.stderr).toContain('no display');
      expect(opened()).toBe(`${URL}/`);
    },
  );

  it('says how to serve a registry that is a file', async () => {
    const { cwd, env, opened } = machine(0);
    const named = await tito(['community', 'open', '--registry', 'my class.sqlite'], { cwd, env });
    expect([named.exit, named.stdout]).toEqual([2, '']);
    expect(named.stderr).toContain('tito community serve --database "my class.sqlite"');
    const own = await tito(['community', 'open'], { cwd, env });
    expect(own.stderr).toContain("'tito community serve'");
    expect(opened()).toBeNull();
  });
});

describe('the words that open an address', () => {
  it('are those of the system, and go through no shell', () => {
    const url = 'https://a.example/?x=1&y=2';
    expect(opener('darwin', {}, url)).toEqual(['open', url]);
    expect(opener('win32', {}, url)).toEqual(['rundll32', 'url.dll,FileProtocolHandler', url]);
    expect(opener('linux', { WAYLAND_DISPLAY: 'wayland-0' }, url)).toEqual(['xdg-open', url]);
    expect(opener('linux', {}, url)).toBeNull();
  });
});
