import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Energy that the machine's processor packages have used. */
export interface EnergyMeter {
  /**
   * Joules since the meter was opened, all packages added. A counter starts again at 0 after its range, which at 100 W
   * takes most of an hour; that is noticed once between two readings.
   * @throws the system's error where a counter can't be read any more
   */
  read: () => number;
}

/** One counter, in microjoules. */
interface Counter {
  read: () => number;
  range_uj: number;
  last_uj: number;
  total_uj: number;
}

/**
 * Opens the counters of Intel's and AMD's processors as Linux shows them (Documentation/power/powercap/powercap.rst):
 * `intel-rapl:N` with a name of `package-…`. Parts of a package (`intel-rapl:N:M`) and second ways to the same counter
 * (`intel-rapl-mmio:N`) are left out.
 *
 * @param root folder of the counters
 * @returns null where there are none, as on most virtual machines, or one may not be read, as by anybody but root
 */
export function openEnergyMeter(root = '/sys/class/powercap'): EnergyMeter | null {
  try {
    const counters = readdirSync(root)
      .filter((name) => /^intel-rapl:\d+$/.test(name))
      .map((name) => join(root, name))
      .filter((zone) => readFileSync(join(zone, 'name'), 'utf8').startsWith('package'))
      .map(openCounter);
    if (counters.length === 0) return null;
    return { read: () => counters.map(advance).reduce((sum, uj) => sum + uj, 0) / 1e6 };
  } catch {
    return null;
  }
}

function openCounter(zone: string): Counter {
  const read = () => readNumber(join(zone, 'energy_uj'));
  const range_uj = readNumber(join(zone, 'max_energy_range_uj'));
  return { read, range_uj, last_uj: read(), total_uj: 0 };
}

/** Microjoules of one counter since it was opened. */
function advance(counter: Counter): number {
  const now_uj = counter.read();
  const isNewRound = now_uj < counter.last_uj;
  counter.total_uj += now_uj - counter.last_uj + (isNewRound ? counter.range_uj : 0);
  counter.last_uj = now_uj;
  return counter.total_uj;
}

function readNumber(file: string): number {
  const text = readFileSync(file, 'utf8').trim();
  if (!/^\d+$/.test(text)) throw new Error(`${file} holds '${text}' instead of a number`);
  return Number(text);
}
