import { nearest } from '../discovery/load.ts';
import type { SourceFile } from '../task-contracts.ts';
import { renderExcerpts } from './render-excerpts.ts';

/** What a task's template is filled with. */
export interface PromptValues {
  /** As `renderFiles` gives it. */
  files: string;
  answer: string;
  /** Output by the tool's id; empty in the baseline arm. */
  tools: Readonly<Record<string, string>>;
}

/** A template names something that it can't be given. */
export class UnknownPlaceholder extends Error {
  readonly placeholder: string;
  readonly suggestion: string | undefined;
  readonly known: readonly string[];

  constructor(placeholder: string, known: readonly string[]) {
    const suggestion = nearest(placeholder, known);
    const hint = suggestion === undefined ? `Known: ${known.join(', ')}.` : `Did you mean {{${suggestion}}}?`;
    super(`There is nothing to put in place of {{${placeholder}}}. ${hint}`);
    this.name = 'UnknownPlaceholder';
    this.placeholder = placeholder;
    this.suggestion = suggestion;
    this.known = known;
  }
}

const PLACEHOLDER = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;

/**
 * What a template may name.
 * @param tools ids of the tools whose output is there; without any, nothing of tools is known
 */
export function knownPlaceholders(tools: readonly string[]): string[] {
  if (tools.length === 0) return ['files', 'answer'];
  return ['files', 'answer', 'tool.output', 'tool.excerpts', ...tools.map((id) => `tool.${id}`)];
}

/** Names in double braces, in their order. */
export const placeholdersIn = (template: string): string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

/** @returns the first placeholder of a template that isn't among the known ones; null where all are */
export function findUnknownPlaceholder(
  template: string,
  known: readonly string[],
): UnknownPlaceholder | null {
  const unknown = placeholdersIn(template).find((name) => !known.includes(name));
  return unknown === undefined ? null : new UnknownPlaceholder(unknown, known);
}

/**
 * Each file as a line `=== path` and its numbered lines, so that an answer can name lines, and so that no content of a
 * file is ever taken for the end of it.
 */
export function renderFiles(files: readonly SourceFile[]): string {
  return files.map(({ path, text }) => `=== ${path}\n${numberLines(text)}`).join('\n');
}

function numberLines(text: string): string {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return lines.map((line, k) => `${k + 1}| ${line}`).join('\n');
}

/**
 * Fills a template: `{{files}}`, `{{answer}}`, `{{tool.output}}` (of all tools, in their order), `{{tool.ID}}`, and
 * `{{tool.excerpts}}` (the lines of the files that the tools point at, with a few around them). What is put in is
 * never looked through for placeholders again.
 *
 * @throws UnknownPlaceholder for any other name in double braces
 */
export function renderPrompt(template: string, values: PromptValues): string {
  const { files, answer, tools } = values;
  const unknown = findUnknownPlaceholder(template, knownPlaceholders(Object.keys(tools)));
  if (unknown) throw unknown;
  const output = Object.values(tools).join('\n');
  return template.replace(PLACEHOLDER, (_, name: string) => {
    if (name === 'files') return files;
    if (name === 'answer') return answer;
    if (name === 'tool.output') return output;
    if (name === 'tool.excerpts') return renderExcerpts(files, output);
    return tools[name.slice('tool.'.length)] ?? '';
  });
}
