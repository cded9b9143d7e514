import type { Sink } from './context.ts';

type Write = Sink['write'];

/**
 * A standard stream that is a file or a pipe, without Node's stream over it: loading that takes a tenth of a start, and
 * all that happens is that text is handed to the system. Null for anything else, such as a terminal.
 *
 * What a pipe has no room for, and all that comes after it, goes by Node's stream.
 *
 * @param handle number of an open file
 * @param open opens Node's stream
 * @param onFailure told of what could not be written, save by those who ask for it themselves
 */
export function plainSink(
  handle: number,
  open: () => Sink,
  onFailure: (cause: NodeJS.ErrnoException) => void,
): Sink | null {
  // Not imported: this is loaded before the version of Node is known.
  const { fstatSync, writeSync } = process.getBuiltinModule('node:fs');
  if (!isPlain()) return null;
  let stream: Sink | undefined;
  const write: Write = (text, onWritten) => {
    if (stream) return stream.write(text, onWritten);
    const bytes = Buffer.from(text);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(handle, bytes, written);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EAGAIN') {
        stream = open();
        return stream.write(bytes.subarray(written), onWritten);
      }
      if (onWritten) onWritten(cause as Error);
      else onFailure(cause as Error);
      return false;
    }
    onWritten?.();
    return true;
  };
  return { isTTY: false, write };

  function isPlain(): boolean {
    try {
      const facts = fstatSync(handle);
      return facts.isFile() || facts.isFIFO() || facts.isSocket();
    } catch {
      return false;
    }
  }
}
