import { describe, expect, it } from 'vitest';
import { tellTasks } from '../../src/workflows/tasks-progress.ts';
import { buildTasksRun } from '../support/tasks-runs.ts';

const run = buildTasksRun({
  tasks: ['safety_assessment'],
  samples: 20,
  failure: ({ index }) => (index % 4 === 3 ? 'timeout' : null),
});
const { plan, samples } = run;

/** Goes through a run, a second for each sample. */
function follow(isTerminal: boolean, isVerbose = false) {
  const [said, living]: [string[], string[]] = [[], []];
  let seconds = 0;
  const onEvent = tellTasks(
    { say: (text) => said.push(text), update: (text) => living.push(text) },
    { isTerminal, isVerbose, now: () => 1000 * seconds },
  );
  onEvent({ kind: 'planned', plan });
  for (const sample of samples) {
    onEvent({ kind: 'sample-started', sample });
    seconds += 1;
    if (sample.index === 0) onEvent({ kind: 'retrying', sample, attempt: 1, pause_ms: 99.6, reason: 'cut' });
    onEvent({ kind: 'sample-finished', sample });
  }
  return { said, living, onEvent };
}

describe('progress on a terminal', () => {
  it('is one living line: done, failed, in flight, tokens per second, time left', () => {
    const { said, living } = follow(true);
    expect(said).toEqual([]);
    expect(living).toHaveLength(2 * samples.length);
    expect(living[0]).toBe('0 of 40 done, 1 in flight');
    const tokens = samples
      .slice(0, 20)
      .reduce((sum, { tokens: used }) => sum + (used ? used.input + used.output : 0), 0);
    expect(living[39]).toBe(
      `20 of 40 done, 5 failed, 0 in flight, ${Math.round(tokens / 20)} tokens/s, about 20 s left`,
    );
  });
});

describe('progress without a terminal', () => {
  it('is about twenty plain lines, the last one of the end', () => {
    const { said, living } = follow(false);
    expect(living).toEqual([]);
    expect(said).toHaveLength(20);
    expect(said.at(-1)).toMatch(/^40 of 40 done, 10 failed, 0 in flight, \d+ tokens\/s, about 0 s left$/);
  });

  it('tells of retries where everything is asked for, and of the end of it always', () => {
    const { said, onEvent } = follow(false, true);
    expect(said).toContain('safety_assessment, baseline, 1: attempt 1 failed (cut); again in 100 ms');
    onEvent({ kind: 'stopped', reason: 'it is dead' });
    expect(said.at(-1)).toBe('Stopped: it is dead.');
  });
});

it('a run that goes on tells how much of it is done, and counts from there', () => {
  const said: string[] = [];
  const onEvent = tellTasks(
    { say: (text) => said.push(text), update: () => undefined },
    { isTerminal: false, isVerbose: false, now: () => 0 },
  );
  onEvent({ kind: 'resumed', plan, done: 39 });
  const [last] = samples.slice(-1);
  if (last) onEvent({ kind: 'sample-finished', sample: last });
  expect(said[0]).toBe('Going on: 39 of 40 done.');
  expect(said[1]).toMatch(/^40 of 40 done/);
});

it('a run without a language model says so at once, and why', () => {
  const said: string[] = [];
  const embedded = buildTasksRun({
    is_language_model: false,
    provider: 'embedded',
    provider_reason: 'none can be reached',
  });
  tellTasks(
    { say: (text) => said.push(text), update: () => undefined },
    { isTerminal: true, isVerbose: false, now: () => 0 },
  )({ kind: 'planned', plan: embedded.plan });
  expect(said).toEqual(['Profile medium: no language model answers, none can be reached.']);
});
