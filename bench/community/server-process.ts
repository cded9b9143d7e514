import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadOrder, LoadResult } from './load-generator.ts';

export interface ServerProcess {
  child: ChildProcess;
  port: number;
  /** Resolves when the process has ended. */
  ended: Promise<unknown>;
}

/**
 * Starts a server by Node and waits until it says where it listens.
 * @throws Error with what it wrote where it ends instead
 */
export async function startServer(args: readonly string[], cwd: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let [out, log] = ['', ''];
  child.stderr.on('data', (bytes: Buffer) => {
    // Of a log without end the last words are enough.
    log = `${log}${bytes}`.slice(-2000);
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes;
      const found = /served at (http:\S+)/.exec(out)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('error', reject);
    child.on('close', () => reject(new Error(`${args.join(' ')} ended: ${log}`)));
  });
  return { child, port: Number(new URL(url).port), ended };
}

export async function stopServer({ child, ended }: ServerProcess): Promise<void> {
  child.kill('SIGINT');
  await ended;
}

/** `tito community serve` on a file or a Postgres database; limits are there, but higher than anybody can ask. */
export const serveTito = (tito: string, database: string, cwd: string): Promise<ServerProcess> =>
  startServer(
    [tito, 'community', 'serve', '--port', '0', '--database', database, '--rate-limit', '100000000'],
    cwd,
  );

/**
 * Lets a load generator run in a process of its own.
 * @throws Error with what it wrote where it fails
 */
export async function generateLoad(order: LoadOrder): Promise<LoadResult> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'load-generator.ts'), JSON.stringify(order)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let [out, log] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes;
  });
  child.stderr.on('data', (bytes: Buffer) => {
    log += bytes;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the load generator ended with ${code}: ${log.trim()}`);
  return JSON.parse(out);
}
