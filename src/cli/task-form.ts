import { TitoError } from '../errors.ts';
import type { TaskWords } from '../workflows/add-task.ts';
import type { Context } from './context.ts';

/** What a task can't do without: the option that gives it, the question for it, and what helps to answer. */
const NEEDED = [
  { option: 'taskId', flag: '--task-id', question: 'Id of the task (snake_case)', hint: 'my_task' },
  { option: 'name', flag: '--name', question: 'Title', hint: 'My Custom Task' },
  { option: 'workflowType', flag: '--workflow-type', question: 'Kind of work', hint: 'safety_check' },
  {
    option: 'baselinePrompt',
    flag: '--baseline-prompt',
    question: 'Plain prompt',
    hint: 'Rate the risk of this code: {{files}} {{answer}}',
  },
  {
    option: 'toolsPrompt',
    flag: '--tools-prompt',
    question: 'Prompt with tools',
    hint: 'A scanner found: {{tool.output}} Rate the risk. {{answer}}',
  },
] as const;

/** Asked in the form as well, but not needed. */
const WANTED = [
  {
    option: 'files',
    question: 'Files that {{files}} stands for (glob patterns, separated by blanks)',
    hint: 'src/**/*.js',
  },
  {
    option: 'command',
    question: 'Program whose output is {{tool.output}} (empty for none)',
    hint: 'npx eslint .',
  },
  {
    option: 'expected',
    question: 'Fields of the right answer as JSON (empty for none)',
    hint: '{"risk_level":"HIGH"}',
  },
] as const;

/**
 * What the options say of a new task; what is missing is asked for on a terminal.
 * @throws TitoError `usage` where something is missing and nobody can be asked; `interrupted`
 */
export async function askForTask(context: Context, options: Record<string, unknown>): Promise<TaskWords> {
  const missing = NEEDED.filter(({ option }) => typeof options[option] !== 'string');
  if (missing.length === 0) return wordsOf(options);
  if (context.stdin.isTTY !== true || context.stderr.isTTY !== true) {
    const message = `${missing.map(({ flag }) => flag).join(', ')} is missing, and there is no terminal to ask on.`;
    throw new TitoError('usage', { message, command: 'tito tasks add' });
  }
  const { text, isCancel } = await import('@clack/prompts');
  const answers = { ...options };
  const asked = [...missing, ...WANTED.filter(({ option }) => options[option] === undefined)];
  for (const { option, question, hint } of asked) {
    const isNeeded = missing.some((each) => each.option === option);
    const answer = await text({
      message: question,
      placeholder: hint,
      input: context.stdin,
      output: context.stderr,
      signal: context.signal,
      validate: (word) => (isNeeded && !word?.trim() ? 'This is needed.' : undefined),
    });
    if (isCancel(answer)) throw new TitoError('interrupted');
    if (answer.trim() !== '') answers[option] = option === 'files' ? answer.trim().split(/\s+/) : answer;
  }
  return wordsOf(answers);
}

function wordsOf(options: Record<string, unknown>): TaskWords {
  const word = (name: string) => (typeof options[name] === 'string' ? options[name] : '');
  const list = (name: string) => (Array.isArray(options[name]) ? options[name].map(String) : []);
  const maybe = (field: keyof TaskWords, name: string) => (word(name) === '' ? {} : { [field]: word(name) });
  return {
    id: word('taskId'),
    title: word('name'),
    workflow: word('workflowType'),
    baseline_prompt: word('baselinePrompt'),
    tools_prompt: word('toolsPrompt'),
    tools: list('tool'),
    files: list('files'),
    ...maybe('description', 'description'),
    ...maybe('command', 'command'),
    ...maybe('target', 'target'),
    ...maybe('answer', 'answer'),
    ...maybe('expected', 'expected'),
    ...maybe('time_limit_s', 'timeLimit'),
  };
}
