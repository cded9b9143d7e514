import fc from 'fast-check';

/** Durations between a nanosecond and a quarter of an hour, in milliseconds. */
export const duration = fc.double({ min: 1e-6, max: 1e6, noNaN: true });

/** Samples of several isolates, some of which may be empty. */
export const groups = fc.array(fc.array(duration, { maxLength: 30 }), { maxLength: 5 });

/** Factors that scale floating-point numbers without rounding. */
export const powerOfTwo = fc.integer({ min: -10, max: 10 }).map((exponent) => 2 ** exponent);

/** The values in another order, decided by the numbers drawn with them. */
export const shuffled = (values: readonly number[]): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray([...values], { minLength: values.length });
