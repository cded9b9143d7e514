import { defineConfig } from 'vitest/config';

/**
 * Tests that measure: beside others, on a machine with few cores, they would measure those. Whole benchmark runs
 * belong to them, whose verdicts and warnings depend on what else the machine does.
 */
const TIMED = [
  'test/startup.test.ts',
  'test/**/*-timed.test.ts',
  'test/**/*timeit.test.ts',
  'test/cli/{baseline,busy,capstone,compare,history,interruption,run-benchmarks}*.test.ts',
  'test/timing/**/*.test.ts',
];

export default defineConfig({
  test: {
    // Real processes on a shared machine: a slow start is no failure, a hang is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A report for programs, beside the one for people, where somebody names a file for it.
    ...(process.env.TEST_REPORT && {
      reporters: [
        'default',
        ['json', { outputFile: process.env.TEST_REPORT }],
        ['./.ci/second-attempts.ts', { outputFile: `${process.env.TEST_REPORT}.second-attempts` }],
      ],
    }),
    // Where a change is taken, what a busy machine can do to a test is tried once more, and named in the summary.
    retry: process.env.CI ? 1 : 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: TIMED,
          // Most of them wait for processes that they started: one more worker than vitest takes on two cores.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: TIMED, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
