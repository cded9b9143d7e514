/** One and the same code as closures of a factory, and as a function alone: a product of two matrices, about 1 ms. */

const SIZE = 100;

interface State {
  a: Float64Array;
  b: Float64Array;
  out: Float64Array;
}

const setup = (): State => ({
  a: Float64Array.from({ length: SIZE * SIZE }, (_, i) => (i % 7) / 8),
  b: Float64Array.from({ length: SIZE * SIZE }, (_, i) => (i % 5) / 8),
  out: new Float64Array(SIZE * SIZE),
});

/**
 * @public imported by the files that the study writes
 * @returns a benchmark whose `run` is a closure on its arrays, as `for (const n of sizes) bench(make(n))` makes them
 */
export function make(size: number) {
  const { a, b, out } = setup();
  return {
    title: 'closure',
    run: () => {
      for (let row = 0; row < size; row++) {
        for (let column = 0; column < size; column++) {
          let sum = 0;
          for (let k = 0; k < size; k++)
            sum += (a[row * size + k] as number) * (b[k * size + column] as number);
          out[row * size + column] = sum;
        }
      }
      return out[size + 1];
    },
  };
}

export const FACTORY_SIZE = SIZE;
