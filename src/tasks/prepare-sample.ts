import { createHash } from 'node:crypto';
import { seededRandom } from '../analysis/random.ts';
import type { ToolUse } from '../schema/task.ts';
import type { PlannedSample, PlannedTask, TasksPlan, ToolOutcome } from '../schema/tasks-run.ts';
import type { SourceFile } from '../task-contracts.ts';
import { renderFiles, renderPrompt } from './render-prompt.ts';

/** A task with what its prompts and its tools read. */
export interface TaskTarget {
  task: PlannedTask;
  /** Folder of the target, where a `command:` runs. */
  directory: string;
  files: readonly SourceFile[];
}

/** A sample that is ready to be asked, or whose tools failed. */
export interface PreparedSample {
  planned: PlannedSample;
  target: TaskTarget;
  tools: ToolOutcome[];
  system: string | null;
  prompt: string;
  prompt_sha256: string;
}

export type RunTool = (use: ToolUse, target: TaskTarget) => Promise<{ outcome: ToolOutcome; output: string }>;

/** Runs the tools of the tools arm, never from a cache, and writes the prompt. */
export async function prepareSample(
  planned: PlannedSample,
  target: TaskTarget,
  plan: Pick<TasksPlan, 'seed' | 'cache_bust'>,
  runTool: RunTool,
): Promise<PreparedSample> {
  const { task, files } = target;
  const tools: ToolOutcome[] = [];
  const outputs: Record<string, string> = {};
  if (planned.arm === 'tools') {
    for (const use of task.tools) {
      const { outcome, output } = await runTool(use, target);
      tools.push(outcome);
      if (outcome.status !== 'ok') break;
      outputs[outcome.id] = output;
    }
  }
  const template = planned.arm === 'tools' ? task.tools_prompt : task.baseline_prompt;
  const hasFailed = tools.some(({ status }) => status !== 'ok');
  const values = { files: renderFiles(files), answer: task.answer, tools: outputs };
  const text = hasFailed ? '' : renderPrompt(template, values);
  // The server's prefix cache begins with the first words it is sent.
  const mark = plan.cache_bust ? `[${markOf(plan.seed, planned.index)}]\n` : '';
  const system = task.system_prompt === undefined ? null : mark + task.system_prompt;
  const prompt = system === null ? mark + text : text;
  return {
    planned,
    target,
    tools,
    system,
    prompt,
    prompt_sha256: createHash('sha256').update(prompt).digest('hex'),
  };
}

/** Eight hexadecimal digits that no other sample of the run has, but for one chance in billions. */
function markOf(seed: number, index: number): string {
  const word = seededRandom(seed * 2 ** 20 + index).integer(2 ** 32);
  return word.toString(16).padStart(8, '0');
}
