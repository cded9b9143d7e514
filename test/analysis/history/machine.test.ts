import { describe, expect, it } from 'vitest';
import { machineDifferences, machineOf } from '../../../src/analysis/history/machine.ts';
import type { SystemInfo } from '../../../src/schema/environment.ts';
import { buildRun } from '../../support/runs.ts';

const { system } = buildRun().environment;
const other = (changes: Partial<SystemInfo>): SystemInfo => ({ ...system, ...changes });

describe('a machine', () => {
  it('is named by its processor, cores, system and runtimes', () => {
    expect(machineOf(other({ python: '3.11.7' }))).toBe(
      'Example CPU 3000, 4 cores, linux x64, Node 24.21.0, Python 3.11.7',
    );
  });

  it.each([{ cpu: 'Other CPU' }, { cores: 8 }, { arch: 'arm64' }, { node: '24.22.0' }, { python: '3.12.0' }])(
    'is another one with %o',
    (changes) => {
      expect(machineOf(other(changes))).not.toBe(machineOf(system));
      expect(machineDifferences(system, other(changes))).toHaveLength(1);
    },
  );

  it.each([{ os: 'linux 6.9' }, { memory_bytes: 2 ** 30 }, { power: 'battery' as const }])(
    'is the same one with %o',
    (changes) => {
      expect(machineOf(other(changes))).toBe(machineOf(system));
      expect(machineDifferences(system, other(changes))).toEqual([]);
    },
  );

  it('says what differs, before and after', () => {
    expect(machineDifferences(system, other({ cpu: 'Other CPU', python: '3.12.0' }))).toEqual([
      'another processor (Example CPU 3000, then Other CPU)',
      'another Python (none, then Python 3.12.0)',
    ]);
  });
});
