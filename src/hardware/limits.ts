import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Capacity } from './choose-profile.ts';

/**
 * Processors and memory that this process may use: what the system has, cut by control groups (containers,
 * systemd slices). Cores may be a fraction where a container gets a share of processor time.
 *
 * @param root folder that holds `proc` and `sys`
 */
export function readCapacity(root = '/'): Capacity {
  const { cores, memory_bytes } = readLimits(root);
  return {
    cores: Math.min(availableParallelism(), cores),
    memory_bytes: Math.min(totalmem(), memory_bytes),
  };
}

/** Limits by control groups alone, of version 2 or 1; infinite where there is none (or no Linux). */
export function readLimits(root: string): Capacity {
  const read = (path: string) => readText(join(root, path));
  const groups = parseGroups(read('proc/self/cgroup'));
  const mount = 'sys/fs/cgroup';
  const cores = [
    ...ancestors(groups.unified).map((path) => parseCpuMax(read(join(mount, path, 'cpu.max')))),
    ...ancestors(groups.cpu).map((path) =>
      parseCpuQuota(
        read(join(mount, 'cpu', path, 'cpu.cfs_quota_us')),
        read(join(mount, 'cpu', path, 'cpu.cfs_period_us')),
      ),
    ),
  ];
  const memory = [
    ...ancestors(groups.unified).map((path) => join(mount, path, 'memory.max')),
    ...ancestors(groups.memory).map((path) => join(mount, 'memory', path, 'memory.limit_in_bytes')),
  ].map((path) => parseMemory(read(path)));
  return { cores: Math.min(...cores), memory_bytes: Math.min(...memory) };
}

/**
 * Own group of each hierarchy from `/proc/self/cgroup`, whose lines are `number:controllers:path`;
 * version 2 is the line `0::path`. `/` where a line is absent.
 */
export function parseGroups(text: string): { unified: string; cpu: string; memory: string } {
  const lines = text.split('\n').map((line) => /^\d+:([^:]*):(.*)$/.exec(line));
  const path = (controller: string) =>
    lines.find((line) => line?.[1]?.split(',').includes(controller))?.[2] ?? '/';
  return { unified: path(''), cpu: path('cpu'), memory: path('memory') };
}

/** Cores from version 2's `cpu.max`: `quota period` in microseconds, or `max period`. */
export function parseCpuMax(text: string): number {
  const [quota = '', period = ''] = text.trim().split(/\s+/);
  return parseCpuQuota(quota, period);
}

/** Cores from a quota and period in microseconds; infinite for `max`, -1 and what is no number. */
export function parseCpuQuota(quota: string, period: string): number {
  const cores = Number.parseInt(quota, 10) / Number.parseInt(period, 10);
  return Number.isFinite(cores) && cores > 0 ? cores : Number.POSITIVE_INFINITY;
}

/** Bytes from `memory.max` or `memory.limit_in_bytes`; infinite for `max` and what is no number. */
export function parseMemory(text: string): number {
  const bytes = Number.parseInt(text, 10);
  return bytes > 0 ? bytes : Number.POSITIVE_INFINITY;
}

/**
 * A group and all groups above it: every one of them limits. Inside of a container the path may be the host's,
 * which is not there to read, while the container's own limit stands at the top.
 */
function ancestors(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
