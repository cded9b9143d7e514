import { defineBenchmark } from '../../benchmark-contracts.ts';

/** Changes whenever the loop does: times of different versions are not comparable. */
const VERSION = 1;
const STEPS = 1000;

/**
 * The spin probe: arithmetic on registers alone, about a microsecond long. What makes it slower is the processor's
 * clock or a neighbour on it, and that makes most other code slower alike; so runs of different moments are compared
 * through it. Xorshift (Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003).
 */
export default defineBenchmark({
  title: `spin ${VERSION}`,
  unit: 'spin',
  setup: ({ seed }) => ({ word: seed | 1 }),
  run: (state) => {
    let word = state.word;
    for (let i = 0; i < STEPS; i++) {
      word ^= word << 13;
      word ^= word >>> 17;
      word ^= word << 5;
    }
    return word;
  },
});
