import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { peakMemory } from './peak-memory.ts';
import { statFields } from './process-start.ts';

/** A program of this machine that takes connections, and what it has used since it was started. */
export interface ListeningProcess {
  process: number;
  name: string;
  /** Of it and of the processes that it has started, whose peaks may have come at different times. */
  peak_memory_bytes: number | null;
  cpu_s: number | null;
}

/** Unit of processor times in /proc: `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
/** State of a listening socket in /proc/net/tcp. */
const LISTENING = '0A';

/** The process that listens on a port of this machine; null where the system does not tell, or it is another user's. */
export function listeningProcess(port: number, root = '/proc'): ListeningProcess | null {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listeningSockets(`${root}/net/${table}`, port)));
  if (sockets.size === 0) return null;
  const all = readdirSync(root).filter((name) => /^\d+$/.test(name));
  const owner = all.find((name) => owns(`${root}/${name}/fd`, sockets));
  return owner === undefined ? null : describe(Number(owner), all.map(Number), root);
}

/** Inodes of the sockets that listen on the port. */
function listeningSockets(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readTable(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(suffix) && state === LISTENING)
    .map((fields) => `socket:[${fields[9]}]`);
}

/** There is no table of IPv6 where the system does without it. */
function readTable(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
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

function describe(process: number, all: readonly number[], root: string): ListeningProcess {
  const family = familyOf(process, all, root);
  const peaks = family.flatMap((member) => peakMemory(member, root) ?? []);
  const times = family.flatMap((member) => processorTime(member, root) ?? []);
  const sum = (values: readonly number[]) =>
    values.length > 0 ? values.reduce((total, value) => total + value, 0) : null;
  return { process, name: nameOf(process, root), peak_memory_bytes: sum(peaks), cpu_s: sum(times) };
}

/** The process and all that come from it: Ollama loads each model in a process of its own. */
function familyOf(process: number, all: readonly number[], root: string): number[] {
  const parents = new Map(all.map((each) => [each, parentOf(each, root)]));
  const family = [process];
  // It grows while it is gone through.
  for (const member of family) family.push(...all.filter((each) => parents.get(each) === member));
  return family;
}

const orNull = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    // It has just ended.
    return null;
  }
};

const parentOf = (process: number, root: string): number | null =>
  orNull(() => Number(statFields(process, root)[1]));

function processorTime(process: number, root: string): number | null {
  const fields = orNull(() => statFields(process, root));
  const ticks = Number(fields?.[11]) + Number(fields?.[12]);
  return Number.isFinite(ticks) ? ticks / TICKS_PER_SECOND : null;
}

const nameOf = (process: number, root: string): string =>
  orNull(() => readFileSync(`${root}/${process}/comm`, 'utf8').trimEnd()) ?? 'unknown';
