import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openEnergyMeter } from '../../src/hardware/energy-meter.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const RANGE_UJ = 262_143_328_850;
const zone = (path: string, name: string, energy_uj: number) => ({
  [`${path}/name`]: `${name}\n`,
  [`${path}/energy_uj`]: `${energy_uj}\n`,
  [`${path}/max_energy_range_uj`]: `${RANGE_UJ}\n`,
});
/** A machine of one package, whose counter stands at 1 J, with its cores as a part of it. */
const onePackage = () =>
  temporaryFolder({
    ...zone('intel-rapl:0', 'package-0', 1_000_000),
    ...zone('intel-rapl:0:0', 'core', 500_000),
    'intel-rapl/enabled': '1\n',
  });
const count = (root: string, path: string, energy_uj: number) =>
  writeFileSync(join(root, path, 'energy_uj'), `${energy_uj}\n`);

it('counts joules from when it was opened', () => {
  const root = onePackage();
  const meter = openEnergyMeter(root);
  expect(meter?.read()).toBe(0);
  count(root, 'intel-rapl:0', 3_500_000);
  expect(meter?.read()).toBe(2.5);
  count(root, 'intel-rapl:0', 4_000_000);
  expect(meter?.read()).toBe(3);
});

it('reads through the links that the system has there, without being bound', () => {
  const devices = onePackage();
  const root = temporaryFolder();
  symlinkSync(join(devices, 'intel-rapl:0'), join(root, 'intel-rapl:0'));
  const read = openEnergyMeter(root)?.read;
  count(devices, 'intel-rapl:0', 2_000_000);
  expect(read?.()).toBe(1);
});

it('adds up packages, and nothing that is counted with them already', () => {
  const root = temporaryFolder({
    ...zone('intel-rapl:0', 'package-0', 10),
    ...zone('intel-rapl:1', 'package-1', 20),
    ...zone('intel-rapl:0:0', 'core', 0),
    ...zone('intel-rapl:2', 'psys', 0),
    ...zone('intel-rapl-mmio:0', 'package-0', 0),
  });
  const meter = openEnergyMeter(root);
  for (const path of [
    'intel-rapl:0',
    'intel-rapl:1',
    'intel-rapl:0:0',
    'intel-rapl:2',
    'intel-rapl-mmio:0',
  ]) {
    count(root, path, 1_000_000);
  }
  expect(meter?.read()).toBeCloseTo(1.99997, 9);
});

it('goes on counting where the counter starts again at 0, as often as that happens', () => {
  const root = onePackage();
  const meter = openEnergyMeter(root);
  let expected = 0;
  for (let round = 0; round < 3; round++) {
    count(root, 'intel-rapl:0', RANGE_UJ - 2_000_000);
    meter?.read();
    count(root, 'intel-rapl:0', 1_000_000);
    expected += RANGE_UJ / 1e6;
    expect(meter?.read()).toBeCloseTo(expected, 3);
  }
});

it.each([
  ['the folder', []],
  ['any package', ['intel-rapl:0']],
  ['the counter', ['intel-rapl:0/energy_uj']],
  ['the range', ['intel-rapl:0/max_energy_range_uj']],
])('is not there without %s', (_, paths) => {
  const root = onePackage();
  for (const path of paths) rmSync(join(root, path), { recursive: true });
  expect(openEnergyMeter(paths.length === 0 ? join(root, 'absent') : root)).toBeNull();
});

it('is not there where the counter holds no number', () => {
  const root = onePackage();
  writeFileSync(join(root, 'intel-rapl:0/energy_uj'), '\n');
  expect(openEnergyMeter(root)).toBeNull();
});

it('is not there where one of two packages has no counter: half of the energy is no measurement', () => {
  const root = onePackage();
  symlinkSync(temporaryFolder({ name: 'package-1\n' }), join(root, 'intel-rapl:1'));
  expect(openEnergyMeter(root)).toBeNull();
});

it('is not there where the counter may not be read', () => {
  const root = onePackage();
  // Root may read everything: a test that runs as root asks as somebody else.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  chmodSync(root, 0o755);
  const file = JSON.stringify(join(REPOSITORY, 'src/hardware/energy-meter.ts'));
  const script = `
    import { openEnergyMeter } from ${file};
    console.log(openEnergyMeter(${JSON.stringify(root)})?.read() ?? null);
  `;
  const asked = () =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', ...nobody });
  expect(asked()).toMatchObject({ stdout: '0\n', status: 0 });
  chmodSync(join(root, 'intel-rapl:0/energy_uj'), 0);
  expect(asked()).toMatchObject({ stdout: 'null\n', status: 0 });
});

it.skipIf(existsSync('/sys/class/powercap/intel-rapl:0'))('is not there on a machine without one', () => {
  expect(openEnergyMeter()).toBeNull();
});
