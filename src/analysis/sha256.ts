/** The first 64 primes. */
const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((prime) => n % prime !== 0)) PRIMES.push(n);

/** The first 32 bits of the fractional part. */
const fraction = (x: number): number => ((x % 1) * 2 ** 32) | 0;

const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUNDS = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const at = (words: Int32Array, i: number): number => words[i] ?? 0;

/**
 * SHA-256 (FIPS 180-4, sections 4.1.2, 5.1.1 and 6.2) of a short text, encoded as UTF-8, in hexadecimal. The runtime's own
 * is faster for long ones, but takes as long to load as a fifth of a start of Node.
 */
export const sha256OfShort = (text: string): string => hexadecimal(digestOf(new TextEncoder().encode(text)));

/**
 * HMAC-SHA-256 (RFC 2104, section 2) of short texts under one key, encoded as UTF-8, in hexadecimal.
 * @param key at most 64 bytes
 */
export function hmacSha256OfShort(key: Uint8Array): (text: string) => string {
  if (key.length > BLOCK) throw new RangeError(`a key of ${key.length} bytes is none of at most ${BLOCK}`);
  const padded = new Uint8Array(BLOCK);
  padded.set(key);
  const inner = padded.map((byte) => byte ^ 0x36);
  const outer = padded.map((byte) => byte ^ 0x5c);
  return (text) => {
    const within = digestOf(Uint8Array.of(...inner, ...new TextEncoder().encode(text)));
    return hexadecimal(digestOf(Uint8Array.of(...outer, ...within)));
  };
}

/** Bytes that are taken at a time. */
const BLOCK = 64;

const hexadecimal = (bytes: Uint8Array) =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** 32 bytes. */
function digestOf(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / BLOCK) * BLOCK);
  padded.set(message);
  padded[message.length] = 0x80;
  const words = new DataView(padded.buffer);
  words.setUint32(padded.length - 4, message.length * 8);
  const state = Int32Array.from(START);
  const w = new Int32Array(64);
  for (let block = 0; block < padded.length; block += BLOCK) {
    for (let t = 0; t < 16; t++) w[t] = words.getInt32(block + 4 * t);
    for (let t = 16; t < 64; t++) w[t] = expanded(w, t);
    compress(state, w);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [i, word] of state.entries()) digest.setInt32(4 * i, word);
  return new Uint8Array(digest.buffer);
}

function expanded(w: Int32Array, t: number): number {
  const x = at(w, t - 15);
  const y = at(w, t - 2);
  const small0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
  const small1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
  return small1 + at(w, t - 7) + small0 + at(w, t - 16);
}

function compress(state: Int32Array, w: Int32Array): void {
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  let f = at(state, 5);
  let g = at(state, 6);
  let h = at(state, 7);
  for (let t = 0; t < 64; t++) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + at(ROUNDS, t) + at(w, t)) | 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = at(state, i) + word;
}
