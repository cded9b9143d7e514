import { expect, it } from 'vitest';
import { timerResolution } from '../../src/hardware/timer.ts';

it('finds a step above 0 and finer than the slices it has to time', () => {
  const step_ms = timerResolution();
  expect(step_ms).toBeGreaterThan(0);
  expect(step_ms).toBeLessThan(0.5);
});
