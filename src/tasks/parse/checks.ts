import { functionAround } from './functions.ts';
import { type Syntax, type SyntaxNode, textOf } from './syntax.ts';
import { walk } from './walk.ts';

const CHECKS =
  /\b(?:not )?in\b|\.(?:includes|has|startsWith|startswith|test|match|fullmatch|is_relative_to|isidentifier|isalnum|isdigit|hasOwnProperty|relative_to)\(|\b(?:hostname|netloc|host|origin|isIP|relative)\b|\bis_?[A-Za-z_]*(?:allowed|safe|valid|local|internal)|(?:allowed|safe|valid|trusted|whitelist|permitted)/i;

/** Whether a condition looks like a check of what a value may be. */
export const isCheckOf = (condition: string): boolean => CHECKS.test(condition);

const LEAVES = /\b(?:return|throw|raise|continue|abort|exit|redirect|send|status)\b/;

/**
 * Whether one of these names is checked before a use within the same function: a condition that tests for
 * membership, a prefix, a host or the like, and either leaves or has the use inside of it.
 */
export function isChecked(syntax: Syntax, use: SyntaxNode, names: readonly string[]): boolean {
  const scope = functionAround(use) ?? syntax.root;
  for (const node of walk(scope)) {
    if (node.from >= use.from) break;
    if (node.type !== 'IfStatement' && node.type !== 'AssertStatement') continue;
    const condition = node.children[1];
    const text = condition ? textOf(syntax, condition) : '';
    if (!isCheckOf(text) || !names.some((name) => mentions(text, name))) continue;
    const body = node.type === 'IfStatement' ? textOf(syntax, node).slice(text.length) : 'raise';
    if (node.to >= use.to || LEAVES.test(body)) return true;
  }
  return false;
}

const mentions = (text: string, name: string) =>
  new RegExp(`(?<![\\w$])${name.replaceAll(/[^\w]/g, '\\$&')}(?![\\w$])`).test(text);
