import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { randomBytes } from '../../community/random-bytes.ts';

/** Files that only their owner may read: those that hold a token, or what was not sent yet. */

const FOLDER = 0o700;
const FILE = 0o600;

/** Makes a folder that only its owner may enter; one that is there and open to others is closed. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER });
  if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, FOLDER);
}

/**
 * Writes a file as a whole or not at all, and only for its owner. What is written is on disk when this returns.
 * @throws the system's error; nothing is changed then
 */
export function writePrivately(file: string, text: string): void {
  withTemporary(file, text, (temporary) => renameSync(temporary, file));
}

/**
 * The same for a file that must not be there yet: of two processes exactly one is told true, and nobody ever meets half
 * a file.
 */
export function createPrivately(file: string, text: string): boolean {
  return withTemporary(file, text, (temporary) => {
    try {
      linkSync(temporary, file);
      return true;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (!NO_LINKS.has(code ?? '')) throw cause;
      return createUnlinked(file, text);
    }
  });
}

/** What file systems say that know no hard links, such as FAT and some network folders. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL']);

function createUnlinked(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: FILE, flush: true });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

function withTemporary<T>(file: string, text: string, use: (temporary: string) => T): T {
  makePrivateFolder(dirname(file));
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: FILE, flush: true });
    const result = use(temporary);
    flushFolder(dirname(file));
    return result;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** A new name survives a power cut only once its folder is on disk; some systems offer no way to that. */
function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Windows opens no folders.
  }
}

/** Removes a file and what a killed process left of its writing. */
export function removePrivately(file: string): void {
  rmSync(file, { force: true });
  const name = basename(file);
  for (const each of listFolder(dirname(file))) {
    if (each.startsWith(name) && /^\.[0-9a-f]{12}\.tmp$/.test(each.slice(name.length))) {
      rmSync(join(dirname(file), each), { force: true });
    }
  }
}

/** Names in a folder; none where there is no such folder. */
export function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (isAbsent(cause)) return [];
    throw cause;
  }
}

export const isAbsent = (cause: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');

/**
 * The text of a file, or null where there is none.
 * @param most_bytes a longer one is refused before it is read
 * @throws the system's error, or one that says what is wrong with the file
 */
export function readBounded(file: string, most_bytes: number): string | null {
  try {
    const facts = statSync(file);
    if (!facts.isFile()) throw new Error('it is no file.');
    if (facts.size > most_bytes) throw new Error(`it has more than ${most_bytes} bytes.`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (isAbsent(cause)) return null;
    throw cause;
  }
}

/**
 * What makes a file unfit to keep a secret: another owner, or a mode that lets others read or write it.
 * @param user id of the user, null where the system has none (Windows)
 */
export function exposureOf(file: string, user: number | null): { reason: string; hint: string } | null {
  if (user === null) return null;
  const { uid, mode } = statSync(file);
  if (uid !== user) {
    return {
      reason: `it belongs to another user (${uid}).`,
      hint: 'Run tito as the user who joined, or set XDG_DATA_HOME to a folder of your own.',
    };
  }
  if ((mode & 0o077) === 0) return null;
  return {
    reason: `others on this machine may open it (mode ${(mode & 0o777).toString(8)}), and it holds your token.`,
    hint: `Close it: chmod 600 '${file}'. If others may have read it, run 'tito community token rotate' then.`,
  };
}
