import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Sink } from '../../src/cli/context.ts';
import { plainSink } from '../../src/cli/plain-sink.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const unneeded = (): Sink => {
  throw new Error('it needs no stream');
};
const unexpected = (cause: Error) => {
  throw cause;
};

function opened(file: string, flags: string | number): number {
  const handle = openSync(file, flags);
  onTestFinished(() => {
    try {
      closeSync(handle);
    } catch {
      // The test has closed it.
    }
  });
  return handle;
}

/** Both ends of a pipe, neither of which waits. */
function pipe() {
  const file = join(temporaryFolder(), 'pipe');
  execFileSync('python3', ['-c', 'import os, sys; os.mkfifo(sys.argv[1])', file]);
  const reader = opened(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = opened(file, constants.O_WRONLY | constants.O_NONBLOCK);
  return { reader, writer };
}

describe('a plain sink', () => {
  it('writes texts and bytes to a file in their order, and says when', () => {
    const file = join(temporaryFolder(), 'out.txt');
    const sink = plainSink(opened(file, 'w'), unneeded, unexpected);
    const causes: unknown[] = [];
    sink?.write('Zürich\n', (cause) => causes.push(cause));
    sink?.write(Buffer.from('🎖️\n'));
    expect(readFileSync(file, 'utf8')).toBe('Zürich\n🎖️\n');
    expect(causes).toEqual([undefined]);
    expect(sink?.isTTY).toBe(false);
  });

  it('hands what a full pipe does not take to the stream, with all that follows', () => {
    const { reader, writer } = pipe();
    const rest: Buffer[] = [];
    const stream: Sink = {
      write: (text, onWritten) => {
        rest.push(Buffer.from(text));
        onWritten?.();
        return true;
      },
    };
    let streams = 0;
    const open = () => {
      streams++;
      return stream;
    };
    const sink = plainSink(writer, open, unexpected);
    const text = Array.from({ length: 40_000 }, (_, i) => `${i}\n`).join('');
    let written = 0;
    const done = () => {
      written++;
    };
    sink?.write(text, done);
    sink?.write('and more', done);
    const taken = Buffer.alloc(text.length);
    const length = readSync(reader, taken);
    expect(length).toBeGreaterThan(0);
    expect(taken.subarray(0, length).toString() + Buffer.concat(rest).toString()).toBe(`${text}and more`);
    expect({ streams, written }).toEqual({ streams: 1, written: 2 });
  });

  it.each([
    [
      'that the reader has gone',
      'EPIPE',
      () => {
        const { reader, writer } = pipe();
        closeSync(reader);
        return writer;
      },
    ],
    [
      'what goes wrong with a file',
      'EBADF',
      () => {
        const file = join(temporaryFolder(), 'out.txt');
        closeSync(opened(file, 'w'));
        return opened(file, 'r');
      },
    ],
  ])('tells %s to whoever asks, or else to its owner', (_what, code, open) => {
    const [told, asked]: [unknown[], unknown[]] = [[], []];
    const sink = plainSink(open(), unneeded, (cause) => told.push(cause));
    expect(sink?.write('unread')).toBe(false);
    expect(told).toEqual([expect.objectContaining({ code })]);
    sink?.write('unread', (cause) => asked.push(cause));
    expect([told.length, asked]).toEqual([1, [expect.objectContaining({ code })]]);
  });

  it('is none for what is no file and no pipe', () => {
    expect(plainSink(opened('/dev/null', 'w'), unneeded, unexpected)).toBeNull();
    expect(plainSink(opened(temporaryFolder(), 'r'), unneeded, unexpected)).toBeNull();
    expect(plainSink(1_000_000, unneeded, unexpected)).toBeNull();
  });
});
