import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { REPOSITORY } from './support/context.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

export interface Block {
  /** Words after the fence, such as `sh serve`. */
  kind: string;
  text: string;
}

/** The fenced blocks of a page, in their order. */
export const blocksOf = (page: string): Block[] =>
  [...readFileSync(join(REPOSITORY, page), 'utf8').matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].map(
    ([, kind = '', text = '']) => ({ kind, text }),
  );

/** A shell in a folder of its own, where `tito` is this repository's. */
export interface Shell {
  folder: string;
  run: (script: string) => Promise<string>;
  /** A script that serves until it is ended; on a free port, whatever it says. */
  serve: (script: string) => Promise<Serving>;
}
export interface Serving {
  url: string;
  /** As a service manager ends it. @returns the exit code */
  end: () => Promise<number | null>;
}

export function shell(given: Readonly<Record<string, string>> = {}, folders: readonly string[] = []): Shell {
  const folder = temporaryFolder();
  const home = temporaryFolder();
  const programs = join(home, 'programs');
  mkdirSync(programs);
  writeFileSync(
    join(programs, 'tito'),
    `#!/bin/sh\nexec '${process.execPath}' '${REPOSITORY}/bin/tito.ts' "$@"\n`,
  );
  chmodSync(join(programs, 'tito'), 0o755);
  const PATH = [programs, ...folders, process.env.PATH].join(':');
  const options = { cwd: folder, env: { PATH, HOME: home, TZ: 'UTC', ...given } };
  return {
    folder,
    run: async (script) => (await promisify(execFile)('sh', ['-e', '-c', script], options)).stdout,
    serve: async (script) => {
      const child = spawn('sh', ['-e', '-c', `trap : TERM\n${script.trim()} --port 0`], {
        ...options,
        detached: true,
      });
      const ended = once(child, 'close').then(([code]) => code as number | null);
      onTestFinished(() => signal(child, 'SIGKILL'));
      let out = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (bytes) => {
          out += bytes;
        });
      for (;;) {
        const url = /served at (http:\S+)/.exec(out)?.[1];
        const end = () => {
          signal(child, 'SIGTERM');
          return ended;
        };
        if (url) return { url, end };
        const isOver = await Promise.race([
          once(child.stdout, 'data').then(() => false),
          ended.then(() => true),
        ]);
        if (isOver) throw new Error(`it ended: ${out}`);
      }
    },
  };
}

/** Also what the shell started. */
function signal({ pid, exitCode }: ChildProcess, name: NodeJS.Signals) {
  if (pid !== undefined && exitCode === null) process.kill(-pid, name);
}
