import type { Arguments } from '../../parse/calls.ts';
import type { Origin, Purpose } from '../../parse/origins.ts';
import type { Syntax, SyntaxNode } from '../../parse/syntax.ts';

/** What is wrong at a place, by its number in the Common Weakness Enumeration. */
export interface Problem {
  cwe: number;
  severity: 'high' | 'medium';
  message: string;
}

/** What rules see of a file. */
export interface View {
  syntax: Syntax;
  origin: (expression: SyntaxNode, purpose: Purpose) => Origin;
  /** The expression that a name stands for where it is bound once; any other expression as it is. */
  definition: (expression: SyntaxNode) => SyntaxNode;
  /** Whether what an origin went through is checked before its use. */
  isChecked: (use: SyntaxNode, origin: Origin) => boolean;
  /** Name by the module it comes from: `subprocess.run`. */
  qualify: (callee: SyntaxNode | undefined) => string;
  text: (node: SyntaxNode) => string;
}

/** A call with its name by module, that name's last part, and its arguments. */
export interface Call extends Arguments {
  node: SyntaxNode;
  name: string;
  last: string;
}

export type CallRule = (call: Call, view: View) => Problem | null;
/** Looks at every node that is no call. */
export type NodeRule = (node: SyntaxNode, view: View) => Problem | null;

/** Data of a request is certain to be hostile, a parameter only may be. */
export const severityOf = (origin: Origin): Problem['severity'] =>
  origin.kind === 'request' ? 'high' : 'medium';

/** Whether a value is data that may come from outside: a parameter or part of a request. */
export const isInput = (origin: Origin): boolean => origin.kind === 'parameter' || origin.kind === 'request';
