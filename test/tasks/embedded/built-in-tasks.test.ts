import { describe, expect, it } from 'vitest';
import { discover } from '../../../src/discovery/discover.ts';
import { load, pick } from '../../../src/discovery/load.ts';
import type { Task } from '../../../src/schema/task.ts';
import type { Grader, Tool } from '../../../src/task-contracts.ts';
import { answerPrompt } from '../../../src/tasks/embedded/analyst.ts';
import { renderFiles, renderPrompt } from '../../../src/tasks/render-prompt.ts';
import { builtInTask, builtInTasks, filesOf } from '../../support/built-in-tasks.ts';
import { REPOSITORY } from '../../support/context.ts';

const ids = [...builtInTasks.keys()];
const graders = discover('grader', 'src/tasks/graders', { root: REPOSITORY });
const tools = discover('tool', 'src/tasks/tools', { root: REPOSITORY });

async function outputsOf(task: Task): Promise<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const use of task.tools) {
    if (typeof use !== 'string') continue;
    const tool = await load<Tool>('tool', pick('tool', use, tools), ['analyse']);
    outputs[use] = tool.analyse(filesOf(task));
  }
  return outputs;
}

async function promptOf(task: Task, arm: 'baseline' | 'tools'): Promise<string> {
  const values = { files: renderFiles(filesOf(task)), answer: task.answer };
  if (arm === 'baseline') return renderPrompt(task.baseline_prompt, { ...values, tools: {} });
  return renderPrompt(task.tools_prompt, { ...values, tools: await outputsOf(task) });
}

describe.each(ids)('the analyst at %s', (id) => {
  it.each(['baseline', 'tools'] as const)('finds some of the truth in the %s arm', async (arm) => {
    const task = builtInTask(id);
    const grader = await load<Grader>('grader', pick('grader', task.grader, graders), ['grade']);
    const answer = answerPrompt(await promptOf(task, arm));
    expect(grader.grade(answer, task.expected).quality).toBeGreaterThan(0);
  });
});

describe('its answers', () => {
  it('differ where prompts do', async () => {
    const prompts = await Promise.all(ids.map((id) => promptOf(builtInTask(id), 'baseline')));
    expect(new Set(prompts.map(answerPrompt)).size).toBe(ids.length);
  });

  it('are those to what it is shown, not to tasks it knows', async () => {
    const task = builtInTask('safety_assessment');
    const other = builtInTask('systematic_fix');
    const values = { files: renderFiles(filesOf(task)), answer: task.answer, tools: {} };
    const shown = renderPrompt(other.baseline_prompt, values);
    expect(answerPrompt(shown)).toBe(answerPrompt(renderPrompt(task.baseline_prompt, values)));
  });
});
