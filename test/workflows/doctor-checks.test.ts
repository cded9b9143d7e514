import { expect, it } from 'vitest';
import { checkRuntime, checkTimer } from '../../src/workflows/doctor-checks.ts';

it.each([
  ['24.15.0', 'ok'],
  ['26.0.0', 'ok'],
  ['24.14.9', 'failed'],
  ['22.21.0', 'failed'],
])('judges Node %s: %s', (version, status) => expect(checkRuntime(version).status).toBe(status));

it.each([
  [0.0003, 'ok'],
  [0.01, 'warning'],
  [15.6, 'failed'],
])('judges a clock with steps of %d ms: %s', (resolution_ms, status) => {
  expect(checkTimer(resolution_ms).status).toBe(status);
});
