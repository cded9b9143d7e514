import { spawn } from 'node:child_process';
import { relative } from 'node:path';
import type { Context } from '../../cli/context.ts';
import { loadConfig } from '../../config/load-config.ts';
import { EXIT, TitoError } from '../../errors.ts';
import { dataDirectory, defaultRegistryFile } from '../../membership/data-directory.ts';
import { registryPlace } from '../../membership/registry-place.ts';
import { opener } from './opener.ts';

export interface OpenOptions {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  page: 'map' | 'leaderboard';
}

/** A browser that can't be started says so at once; one that runs says nothing. */
const START_MS = 1500;
const PATHS = { map: '/', leaderboard: '/leaderboard' } as const;

/**
 * `tito community open`: the registry's pages in the user's browser. The address is printed in any case, so that it can
 * be opened elsewhere.
 *
 * @throws TitoError `no_pages` for a registry that is a file, which has no pages
 */
export async function open(context: Context, { flags, page }: OpenOptions): Promise<number> {
  const { cwd, env, stdout, stderr } = context;
  const { values } = await loadConfig({ cwd, env, flags });
  const data = dataDirectory({ platform: process.platform, env });
  const place = registryPlace(values.community.registry, { cwd, data });
  if (place.kind === 'file') throw withoutPages(place.text, cwd, data);
  const url = `${place.text}${PATHS[page]}`;
  stdout.write(`${url}\n`);
  const words = opener(process.platform, env, url);
  if (words === null) stderr.write('There is no display here: open that address on a machine with one.\n');
  else if (!(await started(words, context)))
    stderr.write('No browser could be started: open that address yourself.\n');
  return EXIT.done;
}

function withoutPages(file: string, cwd: string, data: string): TitoError {
  const shown = relative(cwd, file);
  const name = shown.startsWith('..') ? file : shown;
  const isDefault = file === defaultRegistryFile(data);
  const database = isDefault ? '' : ` --database ${/\s/.test(name) ? `"${name}"` : name}`;
  return new TitoError('no_pages', { registry: name, command: `tito community serve${database}` });
}

/** @returns whether a program was started that did not fail at once */
function started([program = '', ...words]: readonly string[], { env }: Context): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { detached: true, stdio: 'ignore', env });
    const timer = setTimeout(() => resolve(true), START_MS);
    const settle = (isStarted: boolean) => {
      clearTimeout(timer);
      resolve(isStarted);
    };
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
    child.unref();
  });
}
