import { expect, it } from 'vitest';
import { bracketOf } from '../../../community/examine/bracket.ts';
import { loadProfiles } from '../../../src/config/load-profile.ts';
import { chooseProfile } from '../../../src/hardware/choose-profile.ts';
import { REPOSITORY } from '../../support/context.ts';

it('is the profile that tito chooses for the machine', async () => {
  const profiles = await loadProfiles({ root: REPOSITORY });
  const sizes = [2, 7, 8, 13.9, 14, 16, 24, 27.9, 28, 32, 256];
  for (const cores of [0.5, 1, 2, 3, 4, 6, 8, 64]) {
    for (const gib of sizes) {
      const machine = { cores, memory_bytes: gib * 2 ** 30 };
      expect(bracketOf(machine), `${cores} cores, ${gib} GiB`).toBe(chooseProfile(profiles, machine).id);
    }
  }
});
