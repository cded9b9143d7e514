import { join, posix, win32 } from 'node:path';
import { TitoError } from '../errors.ts';

/** What decides where a user's data lies; handed in, so that nothing here reads the process. */
export interface Home {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * The folder for tito's own data of this user: `$XDG_DATA_HOME/tito` or `~/.local/share/tito` (XDG Base Directory
 * Specification: a relative path is invalid and ignored), `~/Library/Application Support/tito` on macOS,
 * `%LOCALAPPDATA%\tito` on Windows. `XDG_DATA_HOME` counts on macOS as well, for those who set it.
 *
 * @throws TitoError `registry_unusable` where the environment names no home
 */
export function dataDirectory({ platform, env }: Home): string {
  const paths = platform === 'win32' ? win32 : posix;
  const absolute = (path: string | undefined) => (path && paths.isAbsolute(path) ? path : undefined);
  const home = absolute(platform === 'win32' ? env.USERPROFILE : env.HOME);
  const base =
    platform === 'win32'
      ? (absolute(env.LOCALAPPDATA) ?? (home && paths.join(home, 'AppData', 'Local')))
      : (absolute(env.XDG_DATA_HOME) ?? (home && paths.join(home, ...belowHome(platform))));
  if (base) return paths.join(base, 'tito');
  const names = platform === 'win32' ? 'LOCALAPPDATA' : 'HOME or XDG_DATA_HOME';
  throw new TitoError('registry_unusable', {
    registry: 'of the community',
    reason: 'there is no folder for your data, because the environment names no home.',
    hint: `Set ${names} to a folder that you may write to.`,
  });
}

const belowHome = (platform: NodeJS.Platform) =>
  platform === 'darwin' ? ['Library', 'Application Support'] : ['.local', 'share'];

/** The registry where nothing else is configured. */
export const defaultRegistryFile = (data: string): string => join(data, 'community.sqlite');
