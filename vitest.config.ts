import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes on a shared machine: a slow start is no failure, a hang is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
