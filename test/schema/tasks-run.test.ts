import { describe, expect, it } from 'vitest';
import { tasksRun } from '../../src/schema/tasks-run.ts';
import { buildTasksRun } from '../support/tasks-runs.ts';

const run = buildTasksRun({
  samples: 1,
  tasks: ['safety_assessment'],
  failure: ({ arm }) => (arm === 'tools' ? 'timeout' : null),
});
const [sample] = run.samples;
const { plan } = run;

/** The run with something else in a place, on its way through a file. */
const saved = (change: object): unknown => JSON.parse(JSON.stringify({ ...run, ...change }));
const isRun = (change: object) => tasksRun.safeParse(saved(change)).success;

describe('a saved run of tasks', () => {
  it('is read as it was written, failures and all', () => {
    expect(tasksRun.parse(saved({}))).toEqual(run);
    expect(run.samples.map(({ status }) => status).sort()).toEqual(['failed', 'ok']);
  });

  it('of before contexts were planned is one still', () => {
    expect('context_tokens' in plan).toBe(false);
    expect(isRun({ plan: { ...plan, context_tokens: 4096 } })).toBe(true);
  });

  it.each([
    ['a field that nobody knows', { extra: 1 }],
    ['another schema', { schema_version: 2 }],
    ['a time that is none', { started_at: 'yesterday' }],
    ['no model', { plan: { ...plan, models: [] } }],
    ['no task', { plan: { ...plan, tasks: [] } }],
    ['a context without room', { plan: { ...plan, context_tokens: 0 } }],
    ['an error rate beyond all', { plan: { ...plan, max_error_rate: 1.1 } }],
    ['a class of error that is none', { samples: [{ ...sample, error: { kind: 'bad luck', message: '' } }] }],
    ['a negative latency', { samples: [{ ...sample, latency_ms: -1 }] }],
    ['a quality above 1', { samples: [{ ...sample, quality: 1.5 }] }],
    ['an arm that is none', { samples: [{ ...sample, arm: 'both' }] }],
    ['a hash that is none', { samples: [{ ...sample, prompt_sha256: 'abc' }] }],
  ])('is none with %s', (_, change) => expect(isRun(change)).toBe(false));
});
