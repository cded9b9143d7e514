import { readFileSync } from 'node:fs';
import { TitoError } from '../errors.ts';
import { SCHEMA_VERSION } from '../schema/run.ts';
import { type AnySavedRun, isSavedKind, SAVED_SCHEMAS } from '../schema/runs.ts';
import { runFromJournal } from './journal.ts';

export interface SavedRun {
  run: AnySavedRun;
  /** The report as the file states it; null for a journal. Every figure is computed again from the run. */
  stated: Record<string, unknown> | null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a saved run or the journal of one that was killed.
 * @throws TitoError `unreadable_file`, `truncated_run`, `newer_schema` or `not_a_run`
 */
export function readRun(file: string): SavedRun {
  const text = readText(file);
  const isJournal = file.endsWith('.jsonl');
  const stated = isJournal ? null : parse(text, file);
  const raw = isJournal ? runFromJournal(text, file) : stated?.run;
  if (isJournal && raw === null) throw new TitoError('truncated_run', { file, ...JOURNAL_CUT });
  for (const version of [stated?.schema_version, isRecord(raw) ? raw.schema_version : undefined]) {
    if (typeof version === 'number' && version > SCHEMA_VERSION) {
      throw new TitoError('newer_schema', { file, found: `${version}`, supported: `${SCHEMA_VERSION}` });
    }
  }
  if (!isRecord(raw)) throw new TitoError('not_a_run', { file, reason: "it has no 'run' with raw samples." });
  const kind = isRecord(raw.plan) ? raw.plan.kind : undefined;
  if (!isSavedKind(kind)) {
    const known = Object.keys(SAVED_SCHEMAS).join(', ');
    throw new TitoError('not_a_run', { file, reason: `run.plan.kind is none of: ${known}.` });
  }
  const checked = SAVED_SCHEMAS[kind].safeParse(raw);
  if (checked.success) return { run: checked.data, stated };
  const [issue] = checked.error.issues;
  const field = ['run', ...(issue?.path ?? [])].join('.');
  throw new TitoError('not_a_run', { file, reason: `${field}: ${issue?.message ?? 'invalid'}.` });
}

const JOURNAL_CUT = {
  reason: 'not even its first line is whole',
  hint: 'Nothing was finished in that run: measure again.',
};

const UNREADABLE: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
};

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const reason = UNREADABLE[code] ?? message;
    throw new TitoError('unreadable_file', { file, reason }, cause);
  }
}

function parse(text: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const { message } = cause as SyntaxError;
    if (!isCut(text, message))
      throw new TitoError('not_a_run', { file, reason: `it is no JSON: ${message}.` }, cause);
    const hint = 'If a .jsonl journal lies beside it, render that instead; otherwise measure again.';
    throw new TitoError('truncated_run', { file, reason: message, hint }, cause);
  }
  if (!isRecord(value)) throw new TitoError('not_a_run', { file, reason: 'it is no JSON object.' });
  return value;
}

/** Whether it is the end of the text that the JSON parser stumbled over. */
function isCut(text: string, message: string): boolean {
  const position = /at position (\d+)/.exec(message)?.[1];
  return position === undefined ? /end of JSON/.test(message) : Number(position) >= text.trimEnd().length;
}
