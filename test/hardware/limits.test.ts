import { availableParallelism, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  parseCpuMax,
  parseCpuQuota,
  parseGroups,
  parseMemory,
  readCapacity,
  readLimits,
} from '../../src/hardware/limits.ts';
import { folderWith } from '../config/_folder.ts';

const UNLIMITED = Number.POSITIVE_INFINITY;

describe('cpu limits', () => {
  it.each([
    ['150000 100000\n', 1.5],
    ['max 100000\n', UNLIMITED],
    ['', UNLIMITED],
    ['0 100000', UNLIMITED],
  ])('reads cpu.max %j', (text, cores) => expect(parseCpuMax(text)).toBe(cores));

  it.each([
    ['200000', '100000', 2],
    ['-1', '100000', UNLIMITED],
    ['', '', UNLIMITED],
  ])('reads a quota %j of %j', (quota, period, cores) => expect(parseCpuQuota(quota, period)).toBe(cores));
});

it.each([
  ['536870912\n', 2 ** 29],
  ['max\n', UNLIMITED],
  ['', UNLIMITED],
])('reads a memory limit %j', (text, bytes) => expect(parseMemory(text)).toBe(bytes));

it('finds the own group of each hierarchy', () => {
  const text = '4:memory:/a/b\n3:cpu,cpuacct:/c\n1:name=systemd:/d\n0::/e:f\n';
  expect(parseGroups(text)).toEqual({ unified: '/e:f', cpu: '/c', memory: '/a/b' });
});

it('takes the narrowest limit of a group and those above it (version 2)', () => {
  const root = folderWith({
    'proc/self/cgroup': '0::/user.slice/job\n',
    'sys/fs/cgroup/user.slice/cpu.max': '50000 100000\n',
    'sys/fs/cgroup/user.slice/job/cpu.max': 'max 100000\n',
    'sys/fs/cgroup/user.slice/memory.max': 'max\n',
    'sys/fs/cgroup/user.slice/job/memory.max': '1048576\n',
  });
  expect(readLimits(root)).toEqual({ cores: 0.5, memory_bytes: 2 ** 20 });
});

it('reads version 1, and the top where the own path is the host’s', () => {
  const root = folderWith({
    'proc/self/cgroup': '4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n',
    'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '25000\n',
    'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    'sys/fs/cgroup/memory/memory.limit_in_bytes': '4194304\n',
  });
  expect(readLimits(root)).toEqual({ cores: 0.25, memory_bytes: 2 ** 22 });
});

it('knows no limit where there are no control groups', () => {
  expect(readLimits(folderWith({}))).toEqual({ cores: UNLIMITED, memory_bytes: UNLIMITED });
});

it('never reports more than the machine has', () => {
  const root = folderWith({ 'sys/fs/cgroup/memory.max': '9223372036854771712\n' });
  expect(readCapacity(root)).toEqual({ cores: availableParallelism(), memory_bytes: totalmem() });
});
