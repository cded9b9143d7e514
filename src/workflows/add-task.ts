import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Context } from '../cli/context.ts';
import { explain } from '../config/explain.ts';
import { findTasks } from '../config/load-task.ts';
import { EXIT, systemReason, TitoError } from '../errors.ts';
import { id as idSchema } from '../schema/primitives.ts';
import { task as taskSchema } from '../schema/task.ts';
import { writeAtomically } from '../storage/write-atomically.ts';

/** What the user said of a task, unchecked; what is absent gets its default. */
export interface TaskWords {
  id: string;
  title: string;
  description?: string;
  workflow: string;
  baseline_prompt: string;
  tools_prompt: string;
  tools: readonly string[];
  command?: string;
  files: readonly string[];
  target?: string;
  answer?: string;
  expected?: string;
  time_limit_s?: string;
}

/** The answer that fields are graded by, where the user describes none. */
const ANSWER = 'Answer with one JSON object and nothing else.';

/**
 * Writes `benchmarks/tasks/<id>.yaml` in the working directory, after checking it as it would be read.
 * @throws TitoError `usage` for what is missing or wrong, `file_exists`, `not_saved`
 */
export async function addTask(context: Context, words: TaskWords): Promise<number> {
  const { cwd, root } = context;
  if (!idSchema.safeParse(words.id).success)
    throw usage(`'${words.id}' is no id: use snake_case, as in my_task.`);
  const known = findTasks({ root, directory: cwd }).find(({ id }) => id === words.id);
  const file = join(cwd, 'benchmarks/tasks', `${words.id}.yaml`);
  if (known || existsSync(file)) throw new TitoError('file_exists', { file: known?.file ?? file });
  const definition = {
    title: words.title,
    ...(words.description ? { description: words.description } : {}),
    workflow: words.workflow,
    target: words.target ?? '.',
    files: [...words.files],
    baseline_prompt: readWord(words.baseline_prompt, cwd),
    tools_prompt: readWord(words.tools_prompt, cwd),
    tools: [...words.tools, ...(words.command ? [{ command: words.command }] : [])],
    answer: answerFor(words),
    grader: 'fields',
    expected: parseExpected(words.expected),
    ...(words.time_limit_s === undefined ? {} : { time_limit_s: Number(words.time_limit_s) }),
  };
  const checked = taskSchema.safeParse(definition);
  if (!checked.success) {
    const { path, problem, expected } = explain(taskSchema, checked.error.issues, definition);
    throw usage(`${path.join('.') || 'task'}: ${problem}; expected ${expected}.`);
  }
  const { stringify } = await import('yaml');
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeAtomically(file, stringify(definition, { lineWidth: 100 }));
  } catch (cause) {
    throw new TitoError('not_saved', { file, reason: systemReason(cause) }, cause);
  }
  const shown = relative(cwd, file);
  context.stderr.write(`Wrote ${shown}. Try it: tito tasks run ${words.id}\n`);
  return EXIT.done;
}

const usage = (message: string) => new TitoError('usage', { message, command: 'tito tasks add' });

/** `@FILE` stands for the text of a file. */
function readWord(word: string, cwd: string): string {
  if (!word.startsWith('@')) return word;
  const file = resolve(cwd, word.slice(1));
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TitoError('unreadable_file', { file, reason: systemReason(cause) }, cause);
  }
}

function parseExpected(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  throw usage(`--expected has to be a JSON object, as in {"risk_level":"HIGH"}; this is ${text}.`);
}

function answerFor({ answer, expected }: TaskWords): string {
  if (answer) return answer;
  const fields = Object.keys(parseExpected(expected));
  return fields.length > 0 ? `${ANSWER} Its fields: ${fields.join(', ')}.` : ANSWER;
}
