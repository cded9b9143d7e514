import type { PlannedTask } from '../schema/tasks-run.ts';
import type { SourceFile } from '../task-contracts.ts';
import { placeholdersIn, renderFiles, renderPrompt } from './render-prompt.ts';

/**
 * Code with numbered lines has three characters to a token or a little more; the estimate of counts takes four, which
 * would be too few tokens for what must not be cut.
 */
const FEWEST_CHARACTERS_PER_TOKEN = 3;
/** What a chat template adds: roles, and the marks around them. */
const TEMPLATE_TOKENS = 256;
/** Nothing is known of a tool's output before it runs. Reports are shorter than what they are about, or than this. */
const LEAST_OUTPUT_CHARACTERS = 8192;
/** Servers reserve memory for a context: a step that is small beside it, and large enough to need no thought. */
const STEP_TOKENS = 1024;

/**
 * Tokens that the longest prompt of a run needs together with its answer, rounded up to a multiple of 1024. One length for
 * all requests: a server loads a model anew for another one. An estimate from above: prompts without tools' output are
 * known to the character, an output is taken to be as long as the files.
 */
export function planContext(tasks: readonly { task: PlannedTask; files: readonly SourceFile[] }[]): number {
  const needed = tasks.map(({ task, files }) => {
    const characters = Math.max(...longest(task, renderFiles(files)));
    const prompt = Math.ceil(characters / FEWEST_CHARACTERS_PER_TOKEN);
    return prompt + task.max_output_tokens + TEMPLATE_TOKENS;
  });
  return STEP_TOKENS * Math.ceil(Math.max(...needed) / STEP_TOKENS);
}

/** Most characters of both arms' prompts. */
function longest(task: PlannedTask, files: string): [number, number] {
  const { answer, system_prompt = '', baseline_prompt, tools_prompt } = task;
  const ids = task.tools.map((tool) => (typeof tool === 'string' ? tool : tool.id));
  const silent = Object.fromEntries(ids.map((id) => [id, '']));
  const outputs = placeholdersIn(tools_prompt).filter((name) => name.startsWith('tool.')).length;
  const values = { files, answer };
  return [
    system_prompt.length + renderPrompt(baseline_prompt, { ...values, tools: {} }).length,
    system_prompt.length +
      renderPrompt(tools_prompt, { ...values, tools: silent }).length +
      outputs * Math.max(files.length, LEAST_OUTPUT_CHARACTERS),
  ];
}
