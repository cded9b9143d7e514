/** A generator whose whole course follows from its seed. */
export interface Random {
  /** A number in [0, 1) made of 53 random bits. */
  next: () => number;
  /**
   * An integer in [0, n), each equally likely.
   * @throws RangeError unless n is an integer from 1 to 2^32
   */
  integer: (n: number) => number;
  /** Heads or tails. */
  coin: () => boolean;
}

const WORDS = 2 ** 32;
const rotate = (x: number, by: number) => (x << by) | (x >>> (32 - by));

/** The finalizer of MurmurHash3 (Appleby 2011): a bijection of 32-bit words in which every input bit reaches every output bit. */
function scramble(word: number): number {
  let z = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}

/**
 * xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021). Its state
 * is filled by a 32-bit SplitMix (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014),
 * so that neighbouring seeds give unrelated courses. It is our own so that a saved seed means the same for ever.
 *
 * @param seed any safe integer
 * @throws RangeError where the seed is no safe integer
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed is a safe integer, not ${seed}.`);
  // Seeds below 2^32 are used as they are; the bits above are folded in.
  let split = (seed | 0) ^ scramble(Math.floor(seed / WORDS));
  const fill = () => {
    split = (split + 0x9e3779b9) | 0;
    return scramble(split);
  };
  // Never all zero: the four inputs of the bijection differ.
  let [s0, s1, s2, s3] = [fill(), fill(), fill(), fill()];

  const word = () => {
    const result = Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotate(s3, 11);
    return result;
  };

  return {
    next: () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53,
    integer: (n) => {
      if (!Number.isInteger(n) || n < 1 || n > WORDS) {
        throw new RangeError(`There is no random integer below ${n}: give an integer from 1 to 2^32.`);
      }
      for (;;) {
        const drawn = word();
        const remainder = drawn % n;
        // The last block of n words may be incomplete and would favour small results: draw again there.
        if (drawn - remainder <= WORDS - n) return remainder;
      }
    },
    coin: () => word() >= WORDS / 2,
  };
}

/**
 * The items in another order, each order equally likely: Fisher and Yates' shuffle (Knuth, The Art of Computer
 * Programming 2, algorithm 3.4.2 P).
 *
 * @param integer draws an integer in [0, n)
 */
export function shuffle<T>(items: readonly T[], integer: Random['integer']): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(integer(left.length), 1));
}
