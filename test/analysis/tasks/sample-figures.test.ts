import { describe, expect, it } from 'vitest';
import { sampleFigures } from '../../../src/analysis/tasks/sample-figures.ts';
import type { TaskSample } from '../../../src/schema/tasks-run.ts';
import { buildTasksRun } from '../../support/tasks-runs.ts';

const [model] = buildTasksRun({ samples: 1 }).samples;
if (!model) throw new RangeError('a run has samples');

/** An answer of 11 tokens: first chunk after 100 ms, last one after 600 ms, the end after 620 ms. */
const answer: TaskSample = {
  ...model,
  latency_ms: 620,
  first_token_ms: 100,
  streaming_ms: 500,
  chunks: 11,
  tokens: { input: 89, output: 11, cached: 30, estimated: false },
  tools: [],
  queue_ms: 7,
  quality: 0.5,
};
const tool = { id: 'safety_scan', status: 'ok' as const, output_bytes: 1, output_sha256: null };
const failed: TaskSample = {
  ...answer,
  status: 'failed',
  error: { kind: 'timeout', limit: 'idle', message: 'no chunk within 30 s' },
  attempts: [
    { started_ms: 0, duration_ms: 90_000, status: 'failed', error: { kind: 'connection', message: 'reset' } },
    { started_ms: 0, duration_ms: 90_000, status: 'failed', error: { kind: 'timeout', message: 'idle' } },
  ],
  latency_ms: null,
  first_token_ms: null,
  streaming_ms: null,
  tokens: null,
  quality: null,
};

const figures = (samples: readonly TaskSample[], wall_ms = 2000) => sampleFigures(samples, wall_ms, []);
const repeated = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...answer, latency_ms: 100 + i }));

describe('figures of samples', () => {
  it('are by the definitions of the field', () => {
    const one = figures([answer]);
    expect(one.first_token_ms.mean).toBe(100);
    expect(one.inter_token_ms.mean).toBe(50);
    expect(one.time_per_output_token_ms.mean).toBeCloseTo(600 / 11, 3);
    expect(one.queue_ms.mean).toBe(7);
    expect(one.tokens).toMatchObject({ input: 89, output: 11, total: 100, per_second: 5.5, cached: 30 });
    expect(one.tokens.per_second_per_request.mean).toBeCloseTo(11 / 0.62, 3);
    expect(one.tokens.cached_share).toBeCloseTo(30 / 89, 5);
    expect(one.throughput).toBe(0.5);
    expect(one.efficiency_score).toBeCloseTo((1000 * 0.5) / Math.sqrt(100 * 0.62), 3);
  });

  it('have no time between tokens where there is one token', () => {
    const single = { ...answer, chunks: 1, tokens: { input: 9, output: 1, cached: null, estimated: true } };
    const { inter_token_ms, tokens } = figures([single]);
    expect(inter_token_ms).toMatchObject({ samples: 0, mean: null });
    expect(tokens).toMatchObject({ cached: null, cached_share: null, estimated: true });
  });

  it('count the time of tools in the duration and not in the latency', () => {
    const one = figures([
      {
        ...answer,
        tools: [
          { ...tool, duration_ms: 80 },
          { ...tool, duration_ms: 20 },
        ],
      },
    ]);
    expect([one.duration_ms.mean, one.latency_ms.mean, one.tools_ms.mean]).toEqual([720, 620, 100]);
  });

  it('let no failed attempt into a latency, and count retries', () => {
    const retried = { ...answer, attempts: [...failed.attempts, ...answer.attempts] };
    const both = figures([retried, failed]);
    expect(both.latency_ms).toMatchObject({ samples: 1, mean: 620, max: 620 });
    expect(both.duration_ms).toMatchObject({ samples: 1, mean: 620 });
    expect(both).toMatchObject({ attempts: 5, retries: 3, retried_samples: 2 });
  });

  it('have rates of all finished samples, with intervals', () => {
    const all = figures([answer, answer, answer, failed]);
    expect(all).toMatchObject({ total_tasks: 4, completed_tasks: 3, failed_tasks: 1 });
    expect([all.success_rate, all.error_rate, all.timeout_rate]).toEqual([0.75, 0.25, 0.25]);
    expect(all.success_rate_ci95?.[0]).toBeCloseTo(0.3006, 3);
    expect(all.error_rate_ci95?.[1]).toBeCloseTo(0.6994, 3);
  });

  it.each([
    ['p50', 2],
    ['p25', 4],
    ['p75', 4],
    ['p90', 10],
    ['p95', 20],
    ['p99', 100],
    ['ci95', 6],
    ['standard_deviation', 2],
  ] as const)('have no %s below %d samples', (name, fewest) => {
    expect(figures(repeated(fewest - 1)).latency_ms[name]).toBeNull();
    expect(figures(repeated(fewest)).latency_ms[name]).not.toBeNull();
  });

  it('are null without samples, and without wall time', () => {
    const none = figures([], 0);
    expect(none).toMatchObject({ success_rate: null, success_rate_ci95: null, throughput: null });
    expect(none.latency_ms).toMatchObject({ samples: 0, mean: null, p50: null, min: null, max: null });
    expect(none.efficiency_score).toBeNull();
  });

  it('have no efficiency where an answer could not be graded', () => {
    const ungraded = figures([answer, { ...answer, quality: null }]);
    expect(ungraded.efficiency_score).toBeNull();
    expect(ungraded.quality).toMatchObject({ mean: 0.5, samples: 1, ci95: null });
  });
});
