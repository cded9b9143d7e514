import { describe, expect, it } from 'vitest';
import { task, taskBatch, toolUse } from '../../src/schema/task.ts';

const LEAST = { title: 'T', workflow: 'w', baseline_prompt: 'b', tools_prompt: 't', answer: 'a' };
const isTask = (given: object) => task.safeParse({ ...LEAST, ...given }).success;

describe('a task', () => {
  it('has a default for everything that is not the question itself', () => {
    expect(task.parse(LEAST)).toEqual({
      ...LEAST,
      description: '',
      target: 'fixture',
      files: [],
      tools: [],
      grader: 'fields',
      expected: {},
      time_limit_s: 120,
      max_output_tokens: 1024,
    });
  });

  it.each(Object.keys(LEAST))('is none without its %s', (field) => {
    expect(isTask({ [field]: undefined })).toBe(false);
    expect(isTask({ [field]: '' })).toBe(false);
  });

  it.each([
    ['an unknown field', { titel: 'T' }],
    ['a workflow that is no id', { workflow: 'Safety Check' }],
    ['no time at all', { time_limit_s: 0 }],
    ['more than an hour', { time_limit_s: 3601 }],
    ['half a token', { max_output_tokens: 0.5 }],
    ['an empty pattern', { files: [''] }],
    ['a tool that is neither id nor command', { tools: [{ run: 'x' }] }],
  ])('is none with %s', (_, given) => expect(isTask(given)).toBe(false));
});

describe('a tool', () => {
  it("is one of tito's own, by its id", () => expect(toolUse.parse('safety_scan')).toBe('safety_scan'));

  it("is a command of the user's, with a name and a limit", () => {
    expect(toolUse.parse({ command: 'ls' })).toEqual({ id: 'command', command: 'ls', limit_s: 30 });
  });
});

describe('a batch', () => {
  it('has samples, and may name profiles and tasks', () => {
    expect(taskBatch.safeParse({ kind: 'tasks', title: 'B', samples: 3, profiles: ['light'] }).success).toBe(
      true,
    );
  });

  it.each([{ samples: 0 }, { profiles: [] }, { tasks: [] }, { kind: 'capstone' }, { sample: 3 }])(
    'is none with %j',
    (given) => {
      expect(taskBatch.safeParse({ kind: 'tasks', title: 'B', samples: 3, ...given }).success).toBe(false);
    },
  );
});
