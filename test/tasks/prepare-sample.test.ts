import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Arm, Task, ToolUse } from '../../src/schema/task.ts';
import { prepareSample, type RunTool } from '../../src/tasks/prepare-sample.ts';
import { plannedTask } from './_plans.ts';

const FILES = [{ path: 'a.py', text: 'x = 1\n' }];
const COMMAND = { id: 'mine', command: 'x', limit_s: 1 };

interface Given {
  arm?: Arm;
  index?: number;
  seed?: number;
  cache_bust?: boolean;
  task?: Partial<Task>;
  /** Ids of tools that fail. */
  fails?: string[];
}

async function prepare({
  arm = 'tools',
  index = 0,
  seed = 1,
  cache_bust = false,
  task = {},
  fails = [],
}: Given = {}) {
  const ran: ToolUse[] = [];
  const runTool: RunTool = async (use) => {
    ran.push(use);
    const id = typeof use === 'string' ? use : use.id;
    const isOk = !fails.includes(id);
    const output = isOk ? `output ${ran.length} of ${id}` : '';
    return {
      outcome: {
        id,
        status: isOk ? 'ok' : 'failed',
        duration_ms: 1,
        output_bytes: output.length,
        output_sha256: null,
      },
      output,
    };
  };
  const planned = { index, task: 'a_task', model: 'm', arm, replicate: 0 };
  const target = { task: plannedTask({ tools: ['scan', COMMAND], ...task }), directory: '/', files: FILES };
  return { ...(await prepareSample(planned, target, { seed, cache_bust }, runTool)), ran };
}

describe('the prompt of the baseline arm', () => {
  it('has the files and how to answer, and no tool is run for it', async () => {
    const { prompt, system, tools, ran } = await prepare({ arm: 'baseline' });
    expect(prompt).toBe('Look: === a.py\n1| x = 1 Answer in JSON.');
    expect([system, tools, ran]).toEqual([null, [], []]);
  });
});

describe('the prompt of the tools arm', () => {
  it('has the output of all tools in their order', async () => {
    const { prompt, tools } = await prepare();
    expect(prompt).toBe('Found: output 1 of scan\noutput 2 of mine Answer in JSON.');
    expect(tools.map(({ id }) => id)).toEqual(['scan', 'mine']);
  });

  it('is written anew each time: tools are run for each sample', async () => {
    const first = await prepare();
    const second = await prepare();
    expect([first.ran, second.ran]).toEqual([
      ['scan', COMMAND],
      ['scan', COMMAND],
    ]);
  });

  it('is none where a tool failed, and no further one is run', async () => {
    const { prompt, tools, ran } = await prepare({ fails: ['scan'] });
    expect([prompt, ran.length]).toEqual(['', 1]);
    expect(tools).toMatchObject([{ id: 'scan', status: 'failed' }]);
  });
});

describe('the mark against prefix caches', () => {
  it('begins every prompt with words of its own, in a form of its own line', async () => {
    const prompts = await Promise.all(
      Array.from({ length: 300 }, (_, index) => prepare({ arm: 'baseline', cache_bust: true, index })),
    );
    const marks = prompts.map(({ prompt }) => /^\[([0-9a-f]{8})\]\nLook: /.exec(prompt)?.[1]);
    expect(marks).not.toContain(undefined);
    expect(new Set(marks).size).toBe(300);
  });

  it('follows from seed and place, so that a resumed run asks the same', async () => {
    const given = { cache_bust: true, index: 7 };
    expect((await prepare(given)).prompt).toBe((await prepare(given)).prompt);
    expect((await prepare({ ...given, seed: 2 })).prompt).not.toBe((await prepare(given)).prompt);
  });

  it("stands before the system's prompt, which a server is sent first", async () => {
    const { system, prompt } = await prepare({
      arm: 'baseline',
      cache_bust: true,
      task: { system_prompt: 'Be brief.' },
    });
    expect(system).toMatch(/^\[[0-9a-f]{8}\]\nBe brief\.$/);
    expect(prompt).toMatch(/^Look: /);
  });
});

it('a prompt is known by its hash', async () => {
  const { prompt, prompt_sha256 } = await prepare();
  expect(prompt_sha256).toBe(createHash('sha256').update(prompt).digest('hex'));
});
