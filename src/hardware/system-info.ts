import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, type } from 'node:os';
import { versions } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { SystemInfo } from '../schema/environment.ts';
import { findContainer } from './container.ts';
import { readCapacity } from './limits.ts';

/** Some systems answer through slow programs; what isn't known by then is unknown. */
const LIMIT_MS = 2_000;

/** The hardware and system that tito runs on. `python` is null: only a subject knows which one it uses. */
export async function inspectSystem(): Promise<SystemInfo> {
  const { default: inquire } = await import('systeminformation');
  const isLinux = platform() === 'linux';
  const [battery, machine, system, processor] = await Promise.all([
    within(inquire.battery()),
    within(inquire.system()),
    // On Linux, a file answers without starting programs; elsewhere Node knows the kernel only.
    isLinux ? undefined : within(inquire.osInfo()),
    processorName() === '' ? within(inquire.cpu()) : undefined,
  ]);
  const container = findContainer();
  const virtual_machine = machine?.virtual ? machine.virtualHost || 'unknown' : null;
  return {
    cpu: processorName() || processor?.brand || 'unknown',
    ...readCapacity(),
    os: (system && `${system.distro} ${system.release}`) || linuxName() || `${type()} ${release()}`,
    arch: arch(),
    node: versions.node,
    python: null,
    power: powerState(battery, container !== null || virtual_machine !== null),
    container,
    virtual_machine,
  };
}

/** Node gives `unknown` for processors of which the kernel has no name. */
function processorName(): string {
  const name = cpus()[0]?.model.trim() ?? '';
  return name === 'unknown' ? '' : name;
}

/** A machine without a battery is on mains, unless it is a guest, which does not see its host's battery. */
function powerState(
  battery: { hasBattery: boolean; acConnected: boolean } | undefined,
  isGuest: boolean,
): SystemInfo['power'] {
  if (!battery) return 'unknown';
  if (battery.hasBattery) return battery.acConnected ? 'ac' : 'battery';
  return isGuest ? 'unknown' : 'ac';
}

/** `PRETTY_NAME` of os-release(5). */
function linuxName(): string | undefined {
  try {
    return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

async function within<T>(answer: Promise<T>): Promise<T | undefined> {
  const limit = new AbortController();
  try {
    return await Promise.race([answer, delay(LIMIT_MS, undefined, { signal: limit.signal })]);
  } catch {
    return undefined;
  } finally {
    limit.abort();
  }
}
