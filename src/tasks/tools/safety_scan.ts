import { defineTool, type SourceFile } from '../../task-contracts.ts';
import { byPath, compareText } from '../parse/by-path.ts';
import { argumentsOf, calleeOf, isCall, lastPart } from '../parse/calls.ts';
import { isChecked } from '../parse/checks.ts';
import { qualifier } from '../parse/module-names.ts';
import { lineOf, parse, type Syntax, textOf } from '../parse/syntax.ts';
import { originTracer } from '../parse/trace.ts';
import { walk } from '../parse/walk.ts';
import { addressCalls, addressNodes } from './safety/addresses.ts';
import { credentialCalls, credentialNodes } from './safety/credentials.ts';
import { cryptographyCalls, cryptographyNodes } from './safety/cryptography.ts';
import { deserialisationRules } from './safety/deserialisation.ts';
import { exposureRules } from './safety/exposure.ts';
import { injectionRules } from './safety/injection.ts';
import { markupCalls, markupNodes } from './safety/markup.ts';
import { pathRules } from './safety/paths.ts';
import type { Call, CallRule, NodeRule, Problem, View } from './safety/rule.ts';

const CALL_RULES: readonly CallRule[] = [
  ...injectionRules,
  ...markupCalls,
  ...pathRules,
  ...addressCalls,
  ...deserialisationRules,
  ...cryptographyCalls,
  ...credentialCalls,
  ...exposureRules,
];
const NODE_RULES: readonly NodeRule[] = [
  ...markupNodes,
  ...addressNodes,
  ...cryptographyNodes,
  ...credentialNodes,
];

interface Finding extends Problem {
  line: number;
}

/** Findings of one file, by line; one for each weakness and line. */
function findingsIn(syntax: Syntax): Finding[] {
  const qualify = qualifier(syntax);
  const tracer = originTracer(syntax);
  const view: View = {
    syntax,
    qualify,
    origin: tracer.originOf,
    definition: tracer.definitionOf,
    isChecked: (use, origin) => isChecked(syntax, use, origin.names),
    text: (node) => textOf(syntax, node),
  };
  const found = new Map<string, Finding>();
  const add = (problem: Problem | null, line: number) => {
    const key = problem && `${line} ${problem.cwe}`;
    if (key && !found.has(key)) found.set(key, { ...problem, line });
  };
  for (const node of walk(syntax.root)) {
    const line = lineOf(syntax, node);
    if (isCall(node)) {
      const name = qualify(calleeOf(node));
      const call: Call = { node, name, last: lastPart(name), ...argumentsOf(syntax, node) };
      for (const rule of CALL_RULES) add(rule(call, view), line);
    } else for (const rule of NODE_RULES) add(rule(node, view), line);
  }
  return [...found.values()].sort(
    (a, b) => a.line - b.line || a.cwe - b.cwe || compareText(a.message, b.message),
  );
}

export default defineTool({
  title: 'Known weaknesses by CWE, from the syntax tree, with a look at where values come from',
  analyse: (files: readonly SourceFile[]) => {
    const lines: string[] = [];
    const skipped: string[] = [];
    let scanned = 0;
    for (const file of byPath(files)) {
      const parsed = parse(file);
      if (!parsed) continue;
      if ('reason' in parsed) {
        skipped.push(`not scanned: ${file.path} (${parsed.reason})`);
        continue;
      }
      scanned++;
      for (const { line, cwe, severity, message } of findingsIn(parsed.syntax)) {
        lines.push(`${file.path}:${line} CWE-${cwe} ${severity}: ${message}`);
      }
    }
    return [`${lines.length} findings in ${scanned} files`, ...lines, ...skipped].join('\n');
  },
});
