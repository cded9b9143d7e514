import { expect, it } from 'vitest';
import { findContainer } from '../../src/hardware/container.ts';
import { folderWith } from '../config/_folder.ts';

it.each([
  ['.dockerenv', '', 'docker'],
  ['run/.containerenv', 'engine="podman"', 'podman'],
  ['run/systemd/container', 'systemd-nspawn\n', 'systemd-nspawn'],
  ['proc/1/cgroup', '0::/kubepods.slice/pod1/docker-abc\n', 'kubernetes'],
  ['proc/1/cgroup', '1:cpu:/lxc/box\n', 'lxc'],
])('knows a container by %s with %j', (file, text, technology) => {
  expect(findContainer(folderWith({ [file]: text }))).toBe(technology);
});

it('finds none where nothing shows one', () => {
  expect(findContainer(folderWith({ 'proc/1/cgroup': '0::/init.scope\n' }))).toBeNull();
});
