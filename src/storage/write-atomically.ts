import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

/**
 * Writes a file as a whole or not at all: a reader, or a power cut, meets the old file or the new one, never half.
 * A link stays a link; what is no file, such as /dev/stdout or a pipe, is written to and not replaced.
 *
 * @param text as a whole, or in pieces of which only one is held at a time
 * @throws the system's error; the folder is left as it was
 */
export function writeAtomically(file: string, text: string | Iterable<string>): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  if (existsSync(target) && !statSync(target).isFile()) {
    writeFileSync(target, typeof text === 'string' ? text : [...text].join(''));
    return;
  }
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const handle = openSync(temporary, 'w');
    try {
      for (const piece of typeof text === 'string' ? [text] : text) writeFileSync(handle, piece);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, target);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
}
