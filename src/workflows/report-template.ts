import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { Eta, EtaParseError } from 'eta/core';
import { systemReason, TitoError } from '../errors.ts';
import type { Template } from './write-report.ts';

/** Stands for the file in Eta's own messages, which begin with `name:line`. */
const NAME = 'template';
/** Where text has to be escaped so that a model's name or message can't become markup. */
const MARKUP = /\.(?:html?|xml|svg)(?:\.eta)?$/i;

/** A part of a template as Eta parses it: text, or the code of a tag. */
interface Tag {
  t: string;
  val: string;
}
type Part = string | Tag;

/**
 * Reads and compiles a user's own template, before anything is spent. It is code and runs as such, with everything
 * that code may do: only one's own should be used.
 *
 * @throws TitoError `unreadable_file`; `invalid_template` with the line, now or when it is rendered
 */
export function readTemplate(cwd: string, word: string): Template {
  const path = resolve(cwd, word);
  const file = relative(cwd, path) || word;
  const text = read(path, file);
  const eta = new Eta({
    autoEscape: MARKUP.test(file),
    // A field that is not there is a mistake, and no text.
    autoFilter: true,
    filterFunction: (value) => {
      if (value !== undefined) return String(value);
      throw new TypeError('this value is undefined: there is no such field');
    },
    // See `layOut`.
    autoTrim: false,
    // Keeps the line of the tag that is being rendered.
    debug: true,
    plugins: [{ processAST: (parts: Part[]) => layOut(parts) }],
  });
  const render = compile(eta, text, file);
  return (data, hint) => {
    try {
      // What `--format json` prints, and a copy: the report stays what it is.
      return eta.render(render, JSON.parse(JSON.stringify(data)), { filepath: NAME });
    } catch (cause) {
      throw new TitoError('invalid_template', { file, ...failureOf(cause), hint }, cause);
    }
  };
}

function read(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    throw new TitoError('unreadable_file', { file, reason: systemReason(cause) }, cause);
  }
}

/**
 * A line break after a statement is taken out, so that a loop leaves no empty lines; one after a value stays, as a line
 * may end in a value. Eta itself takes out both or none. A value's comment ends with its tag.
 */
function layOut(parts: Part[]): Part[] {
  return parts.map((part, i) => {
    const before = parts[i - 1];
    if (typeof part !== 'string') return part.t === 'e' ? part : { ...part, val: `${part.val}\n` };
    // Eta has written line breaks as they stand in a string literal by now.
    return typeof before === 'object' && before.t === 'e' ? part.replace(/^\\n/, '') : part;
  });
}

function compile(eta: Eta, text: string, file: string) {
  try {
    return eta.compile(text);
  } catch (cause) {
    if (!(cause instanceof EtaParseError)) throw cause;
    const [, reason, line] = cause.message.match(/^(.*) at line (\d+) col \d+:/) ?? [];
    const details = reason === undefined ? syntaxFailure(eta, text) : { reason, line };
    throw new TitoError('invalid_template', { file, ...details }, cause);
  }
}

/** Finds the line of a mistake: the code of the tags alone, each on the line on which it stands in the template. */
function syntaxFailure(eta: Eta, text: string): { reason: string; line?: string } {
  let code = '';
  let [line, end] = [1, 0];
  for (const part of eta.parse(text) as Part[]) {
    if (typeof part === 'string') continue;
    const own = part.val.trim();
    const start = text.indexOf(own, text.indexOf('<%', end));
    const gap = '\n'.repeat(Math.max(0, linesIn(text.slice(0, start)) - line));
    // A comment would hide the bracket.
    const value = `(${own}${own.includes('//') ? '\n' : ''})`;
    code += `${gap}${part.t === 'e' ? own : value};`;
    line = linesIn(code);
    end = start + own.length;
  }
  try {
    compileFunction(code, ['it'], { filename: NAME });
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const at = cause.stack?.match(/^template:(\d+)/)?.[1];
    const isOpen = cause.message === 'Unexpected end of input';
    const reason = isOpen ? 'a block is not closed: a } is missing' : cause.message;
    return { reason, ...(at === undefined ? {} : { line: at }) };
  }
  return { reason: 'its tags are no valid JavaScript' };
}

const linesIn = (text: string): number => text.split('\n').length;

/** Eta's own message holds the place and an excerpt; its cause is what was thrown. */
function failureOf(error: unknown): { reason: string; line?: string } {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const line = message.match(/^template:(\d+)\n/)?.[1];
  if (line === undefined) return { reason: message };
  return { reason: cause instanceof Error ? cause.message : String(cause), line };
}
