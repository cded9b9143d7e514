import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { REPOSITORY } from '../../support/context.ts';

export interface ServingProcess {
  child: ChildProcess;
  url: string;
  port: number;
  /** What it wrote to the log. */
  log: () => string;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts `tito community serve` as users do. */
export function startTito(words: readonly string[], entry = join(REPOSITORY, 'bin/tito.ts')) {
  const child = spawn(process.execPath, [entry, 'community', 'serve', '--port', '0', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let out = '';
  let log = '';
  child.stdout.on('data', (bytes) => {
    out += bytes;
  });
  child.stderr.on('data', (bytes) => {
    log += bytes;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return { child, ended, out: () => out, log: () => log };
}

/** The same, once it listens. */
export async function serveInProcess(words: readonly string[], entry?: string): Promise<ServingProcess> {
  const { child, ended, out, log } = startTito(words, entry);
  for (;;) {
    const url = /served at (http:\S+)/.exec(out())?.[1];
    if (url) return { child, url, port: Number(new URL(url).port), log, ended };
    const isOver = await Promise.race([once(child.stdout, 'data').then(() => false), ended.then(() => true)]);
    if (isOver) throw new Error(`the server ended: ${log()}`);
  }
}
