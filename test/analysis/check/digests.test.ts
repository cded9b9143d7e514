import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigests } from '../../../src/analysis/check/check-digests.ts';
import { canonicalJson, digestsOf } from '../../../src/analysis/check/digests.ts';
import { sha256 } from '../../../src/storage/digest.ts';
import { buildCapstoneRun } from '../../support/capstone-runs.ts';
import { buildRun } from '../../support/runs.ts';

describe('canonicalJson', () => {
  it('is JSON, and the same for objects whose keys stand in another order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const turned = Object.fromEntries(Object.entries(data).reverse());
        expect(JSON.parse(canonicalJson(data))).toEqual(JSON.parse(JSON.stringify(data)));
        expect(canonicalJson(turned)).toBe(canonicalJson(data));
      }),
    );
  });

  it('leaves out what has no value, as a file does', () => {
    expect(canonicalJson({ b: undefined, a: [1, 'x', null] })).toBe('{"a":[1,"x",null]}');
  });
});

describe('digestsOf', () => {
  const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  it('finds nothing in a run that went through a file, with its keys in any order', () => {
    const turn = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turn);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, field]) => [key, turn(field)]),
      );
    };
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 3 }), (drawn, isolates) => {
        for (const run of [
          buildCapstoneRun({
            seed: drawn,
            isolates,
            pairs: 5,
            calls: 5,
            images: 100,
            wrong: { baseline: 5, optimized: 6 },
          }),
          buildRun({ seed: drawn, isolates, pairs: 5, calls: 5 }),
        ]) {
          const [digests, read] = JSON.parse(JSON.stringify([digestsOf(run, sha256), turn(run)]));
          expect(checkDigests(digests, read, sha256)).toEqual([]);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('has a digest for every list of samples and for long texts', () => {
    const { parts } = digestsOf(buildCapstoneRun(), sha256);
    expect(Object.keys(parts)).toEqual(
      expect.arrayContaining([
        'plan',
        'environment',
        'subject',
        'test.labels',
        'models[1].predictions',
        'models[0].serialized',
        'blocks[1].contenders[0].predictions',
        'blocks[1].phases[0].coins',
        'blocks[2].phases[2].contenders[1].slices_joules',
      ]),
    );
  });

  it('covers every value of a run: whatever is changed changes a digest', () => {
    const run = buildCapstoneRun({
      isolates: 1,
      pairs: 2,
      calls: 2,
      images: 70,
      wrong: { baseline: 5, optimized: 6 },
    });
    const whole = JSON.stringify(run);
    const before = JSON.stringify(digestsOf(run, sha256));
    const numbers = [...whole.matchAll(/(?<=[:[,])\d+(?:\.\d+)?(?=[,}\]])/g)];
    expect(numbers.length).toBeGreaterThan(150);
    for (const { 0: number, index } of numbers) {
      const text = `${whole.slice(0, index)}${Number(number) + 1}${whole.slice(index + number.length)}`;
      expect(JSON.stringify(digestsOf(JSON.parse(text), sha256))).not.toBe(before);
    }
  });
});
