import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { peakMemory } from './peak-memory.ts';

/** A program of this machine that takes connections, and what it has used since it was started. */
export interface ListeningProcess {
  process: number;
  name: string;
  peak_memory_bytes: number | null;
  cpu_s: number | null;
}

/** Unit of processor times in /proc: `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
/** State of a listening socket in /proc/net/tcp. */
const LISTENING = '0A';

/** The process that listens on a port of this machine; null where the system does not tell, or it is another user's. */
export function listeningProcess(port: number, root = '/proc'): ListeningProcess | null {
  try {
    const sockets = new Set(
      ['tcp', 'tcp6'].flatMap((table) => listeningSockets(`${root}/net/${table}`, port)),
    );
    if (sockets.size === 0) return null;
    const process = readdirSync(root).find(
      (name) => /^\d+$/.test(name) && owns(`${root}/${name}/fd`, sockets),
    );
    return process === undefined ? null : describe(Number(process), root);
  } catch {
    return null;
  }
}

/** Inodes of the sockets that listen on the port. */
function listeningSockets(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(suffix) && state === LISTENING)
    .map((fields) => `socket:[${fields[9]}]`);
}

function owns(folder: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(folder).some((name) => {
      try {
        return sockets.has(readlinkSync(`${folder}/${name}`));
      } catch {
        return false;
      }
    });
  } catch {
    // Another user's process, or one that has just ended.
    return false;
  }
}

function describe(process: number, root: string): ListeningProcess {
  const stat = readFileSync(`${root}/${process}/stat`, 'utf8');
  // The name stands in parentheses and may hold any character.
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return {
    process,
    name,
    peak_memory_bytes: peakMemory(process, root),
    cpu_s: Number.isFinite(ticks) ? ticks / TICKS_PER_SECOND : null,
  };
}
