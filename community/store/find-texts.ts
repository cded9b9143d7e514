/** Shorter texts are found everywhere by chance, and are not looked for. */
const LEAST_BYTES = 8;
const BLOCK_BYTES = 4;
/** Of the places where a text can begin, one of so many is looked at: in each text some block falls on it. */
const STRIDE = LEAST_BYTES - BLOCK_BYTES + 1;

/** Looks for many texts at once. */
export interface TextSearch {
  /** Bytes of the longest text. */
  longest: number;
  /** Which of the texts are in a piece of a file, as UTF-8. */
  findIn: (piece: Uint8Array) => Set<string>;
}

/**
 * The time it takes does not depend on the number of texts: a table tells which blocks of four bytes are part of any
 * (Wu & Manber, "A fast algorithm for multi-pattern searching", TR 94-17, University of Arizona, 1994).
 */
export function searchFor(texts: readonly string[]): TextSearch {
  const wanted = [...new Set(texts)]
    .map((text) => ({ text, bytes: Buffer.from(text) }))
    .filter(({ bytes }) => bytes.length >= LEAST_BYTES);
  const isBlock = new Uint8Array(65_536);
  const places = new Map<number, { text: string; bytes: Buffer; offset: number }[]>();
  for (const each of wanted) {
    for (let offset = 0; offset < STRIDE; offset++) {
      const block = blockAt(each.bytes, offset);
      isBlock[fold(block)] = 1;
      places.set(block, [...(places.get(block) ?? []), { ...each, offset }]);
    }
  }
  return {
    longest: Math.max(0, ...wanted.map(({ bytes }) => bytes.length)),
    findIn: (piece) => {
      const found = new Set<string>();
      if (wanted.length === 0) return found;
      for (let at = 0; at + BLOCK_BYTES <= piece.length; at += STRIDE) {
        const block = blockAt(piece, at);
        if (isBlock[fold(block)] === 0) continue;
        for (const { text, bytes, offset } of places.get(block) ?? []) {
          const start = at - offset;
          const end = start + bytes.length;
          if (start < 0 || end > piece.length) continue;
          if (bytes.compare(piece, start, end) === 0) found.add(text);
        }
      }
      return found;
    },
  };
}

const blockAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24);

const fold = (block: number): number => (block ^ (block >>> 16)) & 0xffff;
