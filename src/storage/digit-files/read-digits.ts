import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Digits } from '../../contracts.ts';
import { systemReason, TitoError } from '../../errors.ts';
import { readCsv } from './csv.ts';
import { InvalidData } from './invalid-data.ts';
import { type LabelledPart, readNpz } from './npz.ts';
import { toDigits } from './to-digits.ts';

/** Most bytes of a file, and of its arrays once unpacked: MNIST's 70,000 images as float64 fit in. */
const LIMIT_BYTES = 512 * 2 ** 20;

/**
 * Reads images of digits and their labels from an .npz archive or from a .csv file. What a file is, its bytes tell.
 * Pixels come out between 0 and 1, images in the file's order.
 *
 * @throws TitoError `unreadable_file` or `invalid_data`
 */
export function readDigits(file: string): Digits {
  const bytes = readBytes(file);
  try {
    return toDigits(readParts(bytes, file));
  } catch (cause) {
    if (!(cause instanceof InvalidData)) throw cause;
    const { message, hint, line } = cause;
    const place = line === undefined ? {} : { line: `${line}` };
    throw new TitoError('invalid_data', { file, reason: message, hint, ...place }, cause);
  }
}

function readBytes(file: string): Buffer {
  const unreadable = (reason: string, cause?: unknown) =>
    new TitoError('unreadable_file', { file, reason }, cause);
  let size_bytes = 0;
  try {
    const stat = statSync(file);
    if (!stat.isFile()) throw unreadable(stat.isDirectory() ? 'it is a folder.' : 'it is no ordinary file.');
    size_bytes = stat.size;
    if (size_bytes <= LIMIT_BYTES) return readFileSync(file);
  } catch (cause) {
    throw cause instanceof TitoError ? cause : unreadable(`${systemReason(cause)}.`, cause);
  }
  const limit = LIMIT_BYTES / 2 ** 20;
  const reason = `it has ${Math.round(size_bytes / 2 ** 20)} MiB; at most ${limit} MiB are read.`;
  throw new TitoError('invalid_data', { file, reason, hint: 'Save fewer images.' });
}

function readParts(bytes: Buffer, file: string): LabelledPart[] {
  const start = bytes.toString('latin1', 0, 64);
  if (start.startsWith('PK')) return readNpz(bytes, LIMIT_BYTES);
  const foreign = FOREIGN.find(({ is }) => is(start, extname(file).toLowerCase()));
  if (foreign) throw new InvalidData(foreign.reason, { hint: foreign.hint(basename(file)) });
  return [readCsv(bytes)];
}

/** What people have instead, and how to make it readable. */
const FOREIGN: {
  is: (start: string, ending: string) => boolean;
  reason: string;
  hint: (name: string) => string;
}[] = [
  {
    is: (start) => start.startsWith('version https://git-lfs'),
    reason: 'it is a pointer of git-lfs: the digits themselves were not downloaded.',
    hint: () => "Run 'git lfs install' and 'git lfs pull' in its repository.",
  },
  {
    // Protocols 2 and later begin with their number; 0 and 1 are told by the file's name.
    is: (start, ending) => start.charCodeAt(0) === 0x80 || ['.pkl', '.pickle'].includes(ending),
    reason: 'it is a Python pickle, which may run any code when it is read.',
    hint: (name) =>
      `Convert a file that you trust: python3 -c "import pickle, numpy; d = pickle.load(open('${name}', 'rb')); numpy.savez('digits.npz', images=d['images'], labels=d['labels'])"`,
  },
  {
    is: (start) => start.startsWith('\x93NUMPY'),
    reason: 'it is one array, without labels.',
    hint: () => 'Save both in one file: numpy.savez(FILE, images=…, labels=…).',
  },
  {
    is: (start) => start.startsWith('\x1f\x8b'),
    reason: 'it is compressed by gzip.',
    hint: (name) => `Unpack it first: gunzip --keep ${name}`,
  },
  {
    is: (start, ending) => start.includes('\0') || ending === '.npz' || ending === '.npy',
    reason: 'it is neither an .npz archive nor a .csv file.',
    hint: () => 'Save it with numpy.savez(FILE, images=…, labels=…).',
  },
];
