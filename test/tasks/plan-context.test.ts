import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { task } from '../../src/schema/task.ts';
import type { PlannedTask } from '../../src/schema/tasks-run.ts';
import type { SourceFile } from '../../src/task-contracts.ts';
import { planContext } from '../../src/tasks/plan-context.ts';
import { renderFiles, renderPrompt } from '../../src/tasks/render-prompt.ts';

const planned = (given: Partial<PlannedTask> = {}): PlannedTask => ({
  ...task.parse({
    title: 'T',
    workflow: 'w',
    baseline_prompt: 'Look: {{files}} {{answer}}',
    tools_prompt: 'Found: {{tool.output}} {{answer}}',
    tools: ['safety_scan'],
    answer: '{}',
  }),
  id: 'a_task',
  sources: [],
  is_graded: true,
  ...given,
});
const filesOf = (characters: number): SourceFile[] => [{ path: 'a.py', text: 'x'.repeat(characters) }];

describe('the context of a run', () => {
  it('holds the longest prompt and its answer, with three characters to a token', () => {
    const sizes = fc.array(
      fc.record({ characters: fc.nat(50_000), most: fc.integer({ min: 1, max: 9000 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(sizes, (given) => {
        const tasks = given.map(({ characters, most }) => ({
          task: planned({ max_output_tokens: most }),
          files: filesOf(characters),
        }));
        const context = planContext(tasks);
        expect(context % 1024).toBe(0);
        for (const each of tasks) {
          const values = { files: renderFiles(each.files), answer: each.task.answer, tools: {} };
          const prompt = renderPrompt(each.task.baseline_prompt, values);
          expect(context).toBeGreaterThan(prompt.length / 3 + each.task.max_output_tokens);
        }
      }),
    );
  });

  it('is rounded up by less than a step beyond what is needed', () => {
    const long = { task: planned(), files: filesOf(300_000) };
    expect(planContext([long])).toBeLessThan(300_100 / 3 + 1024 + 256 + 1024);
  });

  it('follows from the task that needs most, whatever the order', () => {
    const [short, long] = [filesOf(10), filesOf(60_000)].map((files) => ({ task: planned(), files }));
    if (!short || !long) throw new Error('two tasks');
    expect(planContext([short, long])).toBe(planContext([long]));
    expect(planContext([long, short])).toBe(planContext([long]));
    expect(planContext([short])).toBeLessThan(planContext([long]));
  });

  it('takes the output of tools to be as long as the files, for each place where it is put', () => {
    const baseline_prompt = 'Short.';
    const once = planned({ baseline_prompt, tools_prompt: '{{tool.output}}' });
    const twice = planned({ baseline_prompt, tools_prompt: '{{tool.output}}{{tool.excerpts}}{{files}}' });
    const files = filesOf(90_000);
    expect(planContext([{ task: once, files }])).toBeGreaterThan(90_000 / 3);
    expect(planContext([{ task: twice, files }])).toBeGreaterThan((3 * 90_000) / 3);
  });

  it('leaves room for a report where there are no files', () => {
    const command = planned({
      baseline_prompt: 'Short.',
      tools: [{ id: 'command', command: 'x', limit_s: 1 }],
    });
    expect(planContext([{ task: command, files: [] }])).toBeGreaterThan(8192 / 3 + 1024);
  });

  it("counts the system's prompt", () => {
    const system_prompt = 's'.repeat(30_000);
    expect(planContext([{ task: planned({ system_prompt }), files: [] }])).toBeGreaterThan(10_000);
  });
});
