import { expect, it } from 'vitest';
import { inspectMachine, loadLine, systemLine } from '../../bench/machine.ts';

it('is described with what it runs', async () => {
  const { system } = await inspectMachine('no-such-python');
  expect(systemLine(system)).toContain(`${system.cores} cores`);
  expect(systemLine(system)).toContain(`Node ${process.versions.node}, no Python`);
});

it('names the Python that is not there', async () => {
  const { system, python_missing } = await inspectMachine('no-such-python');
  expect(system.python).toBeNull();
  expect(python_missing).toContain('no-such-python');
});

it('says how busy it was, and what it does not know', () => {
  const before = { load_1m: 0.5, steal_share: null };
  expect(loadLine(before, { load_1m: 1.25, steal_share: 0.02 })).toBe(
    'load 0.50 before and 1.25 after; processor time given to others: 2 %',
  );
  expect(loadLine({ load_1m: null, steal_share: null }, { load_1m: null, steal_share: null })).toBe(
    'load unknown before and unknown after; processor time given to others: unknown',
  );
});
