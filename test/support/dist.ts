import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './context.ts';

export const DIST = join(REPOSITORY, 'dist');
export const BUILT_TITO = join(DIST, 'bin/tito.js');

/** Builds `dist/` where there is none. `npm test` has just built it. */
export function ensureDist(): void {
  if (!existsSync(BUILT_TITO)) execFileSync('npm', ['run', 'build'], { cwd: REPOSITORY, stdio: 'pipe' });
}
