import { type Finding, refuse } from '../../src/analysis/check/finding.ts';
import { SCHEMA_VERSION } from '../../src/schema/run.ts';
import { type AnyRun, isRunKind, RUN_SCHEMAS } from '../../src/schema/runs.ts';
import { checkSize } from './limits.ts';

/** A results file's content whose run keeps to its schema. */
export interface Parsed {
  saved: Record<string, unknown>;
  run: AnyRun;
}

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a results file holds, or why it is none. */
export function parseDocument(document: unknown): Parsed | { findings: Finding[] } {
  const tooMuch = checkSize(document);
  if (tooMuch.length > 0) return { findings: tooMuch };
  if (!isTree(document)) return not('not_a_run', '', 'it is no JSON object');
  const raw = document.run;
  for (const version of [document.schema_version, isTree(raw) ? raw.schema_version : undefined]) {
    if (typeof version === 'number' && version > SCHEMA_VERSION) {
      const text = `it was written by a newer tito (schema ${version}; this one reads up to ${SCHEMA_VERSION})`;
      return not('newer_schema', 'schema_version', text);
    }
  }
  if (!isTree(raw)) return not('not_a_run', 'run', 'it has no run with raw samples');
  const kind = isTree(raw.plan) ? raw.plan.kind : undefined;
  if (!isRunKind(kind)) {
    return not('not_a_run', 'run.plan.kind', `it is none of: ${Object.keys(RUN_SCHEMAS).join(', ')}`);
  }
  const checked = RUN_SCHEMAS[kind].safeParse(raw);
  if (checked.success) return { saved: document, run: checked.data };
  const [issue] = checked.error.issues;
  return not('not_a_run', ['run', ...(issue?.path ?? [])].join('.'), issue?.message ?? 'invalid');
}

const not = (rule: string, where: string, message: string) => ({ findings: [refuse(rule, where, message)] });
