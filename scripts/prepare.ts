import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Builds `dist/` after an installation and before packing. `npx tito` in this repository links it into npm's
 * cache and asks for the same; what was built before serves it, so the first call is not a build.
 */
const isBuilt = existsSync(join(import.meta.dirname, '../dist/bin/tito.js'));
if (process.env.npm_command !== 'exec' || !isBuilt) {
  // stdout belongs to whoever called npm: `npm pack --json`, `npx tito --format json`.
  execFileSync('npm', ['run', 'build'], { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
}
