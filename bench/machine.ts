import { inspectPython } from '../src/hardware/python.ts';
import { inspectSystem } from '../src/hardware/system-info.ts';
import { percent } from '../src/reporters/_figures.ts';
import type { Load, SystemInfo } from '../src/schema/environment.ts';

/** What the bench runs on; without a Python that can be used, the reason instead. */
export async function inspectMachine(
  python: string,
): Promise<{ system: SystemInfo; python_missing: string | null }> {
  const [system, found] = await Promise.all([
    inspectSystem(),
    inspectPython(python).catch((cause: Error) => cause),
  ]);
  if (found instanceof Error) return { system, python_missing: found.message };
  return { system: { ...system, python: found.version }, python_missing: null };
}

/** One line on hardware and software. */
export function systemLine(system: SystemInfo): string {
  const { cpu, cores, memory_bytes, os, arch, node, python, virtual_machine, container } = system;
  return [
    cpu,
    `${cores} cores`,
    `${(memory_bytes / 2 ** 30).toFixed(1)} GiB`,
    `${os} ${arch}`,
    `Node ${node}`,
    python === null ? 'no Python' : `Python ${python}`,
    ...(virtual_machine ? [`virtual machine: ${virtual_machine}`] : []),
    ...(container ? [`container: ${container}`] : []),
  ].join(', ');
}

/** One line on how busy the machine was before and after; `after` covers the whole run. */
export function loadLine(before: Load, after: Load): string {
  const known = (load: Load) => load.load_1m?.toFixed(2) ?? 'unknown';
  const stolen = after.steal_share === null ? 'unknown' : percent(after.steal_share);
  return `load ${known(before)} before and ${known(after)} after; processor time given to others: ${stolen}`;
}
