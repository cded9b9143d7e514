import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps the text of `tito --help` beside the program: it is asked for most and changes only with a build, and laying it
 * out takes longer than everything else on the way to it.
 */
export function writeHelp(): void {
  const dist = join(import.meta.dirname, '../dist');
  // `help` is the same request spelled so that it is always laid out anew.
  const text = execFileSync(process.execPath, [join(dist, 'bin/tito.js'), 'help'], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  writeFileSync(join(dist, 'help.txt'), text);
}
