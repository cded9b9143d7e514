import { describe, expect, it } from 'vitest';
import subject from '../../src/reference/subject.ts';
import { YARDSTICK } from '../../src/reference/version.ts';
import { operation as operations } from '../../src/schema/benchmark.ts';

describe('the yardstick as a subject', () => {
  it('has the yardstick’s name and every operation', () => {
    expect(subject.name).toBe(YARDSTICK.name);
    for (const operation of [...operations.options, 'values' as const]) {
      expect(subject[operation], operation).toBeTypeOf('function');
    }
  });

  it('reads back what it was given', () => {
    const made = subject.tensor?.(Float32Array.of(1, 2, 3), [3]);
    expect(made && subject.values?.(made)).toEqual(Float32Array.of(1, 2, 3));
  });
});
