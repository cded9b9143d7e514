import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseProfile, shortcomings } from '../../src/hardware/choose-profile.ts';

const GIB = 2 ** 30;
const PROFILES = [
  { id: 'heavy', minimum: { cores: 8, memory_gib: 32 } },
  { id: 'light', minimum: { cores: 2, memory_gib: 8 } },
  { id: 'medium', minimum: { cores: 4, memory_gib: 16 } },
];
const choose = (cores: number, gib: number) => chooseProfile(PROFILES, { cores, memory_bytes: gib * GIB });

it.each([
  [2, 8, 'light'],
  [4, 16, 'medium'],
  [8, 32, 'heavy'],
  [64, 16, 'medium'],
  [2, 64, 'light'],
  [3.5, 16, 'light'],
])('chooses for %d cores and %d GiB: %s', (cores, gib, id) => expect(choose(cores, gib).id).toBe(id));

it('takes a machine sold with 16 GB that reports a little less', () => {
  expect(choose(4, 14.1).id).toBe('medium');
});

it('does not take a machine with 12 GiB for one of 16', () => {
  expect(choose(4, 12).id).toBe('light');
});

it('says what keeps a machine from the next class', () => {
  expect(choose(2, 23.5).reason).toBe(
    '2 cores and 23.5 GiB reach its minimum; medium needs 4 cores, this machine has 2',
  );
});

it('takes the lightest for a machine that is too small for all, and says what it lacks', () => {
  expect(choose(1, 4)).toEqual({
    id: 'light',
    reason:
      'the least demanding one: light needs 2 cores, this machine has 1; light needs 8 GiB of memory, this machine has 4.0 GiB',
  });
});

it('never chooses a profile that is too large while another one fits', async () => {
  const sizes = fc.record({
    cores: fc.integer({ min: 1, max: 64 }),
    memory_gib: fc.integer({ min: 1, max: 64 }),
  });
  await fc.assert(
    fc.property(fc.array(sizes, { minLength: 1 }), sizes, (minima, machine) => {
      const profiles = minima.map((minimum, i) => ({ id: `p${i}`, minimum }));
      const capacity = { cores: machine.cores, memory_bytes: machine.memory_gib * GIB };
      const { id } = chooseProfile(profiles, capacity);
      const fits = profiles
        .filter((each) => shortcomings(each, capacity).length === 0)
        .map((each) => each.id);
      expect(fits.length === 0 || fits.includes(id)).toBe(true);
    }),
  );
});
