import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MARKERS: [file: string, technology: string][] = [
  ['.dockerenv', 'docker'],
  ['run/.containerenv', 'podman'],
];
const GROUPS: [pattern: RegExp, technology: string][] = [
  [/kubepods/, 'kubernetes'],
  [/docker/, 'docker'],
  [/libpod/, 'podman'],
  [/lxc/, 'lxc'],
];

/**
 * Container technology around this process, or null for none that can be seen: engines leave a marker file,
 * systemd writes the name to a file, others show in the control group of the first process.
 *
 * @param root folder that stands for `/`
 */
export function findContainer(root = '/'): string | null {
  const read = (path: string) => {
    const file = join(root, path);
    try {
      return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    } catch {
      return '';
    }
  };
  const groups = read('proc/1/cgroup');
  const named = GROUPS.find(([pattern]) => pattern.test(groups))?.[1];
  const marked = MARKERS.find(([file]) => existsSync(join(root, file)))?.[1];
  return named ?? (read('run/systemd/container') || (marked ?? null));
}
