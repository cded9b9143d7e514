import { unquote } from '../../parse/literals.ts';
import type { SyntaxNode } from '../../parse/syntax.ts';
import { childrenOf } from '../../parse/walk.ts';
import type { CallRule, NodeRule, Problem, View } from './rule.ts';

/** Names that end in what is kept secret; `token_url` and `password_field` are about one, not one. */
const SECRET_NAME =
  /(?:^|_)(?:password|passwd|passphrase|pwd|secret|secret_key|api_?key|auth_token|access_token|refresh_token|bearer_token|api_token|token|private_key|access_key|signing_key|encryption_key|client_secret|credentials?|jwt_secret)(?:_value|_default)?$/;
/** Words and patterns that stand for a secret or name one, but are none. */
const PLACEHOLDER =
  /^(?:.{0,5}|<.*>|\$\{.*\}|\{\{.*\}\}|%\(?.*\)?s?|x+|\*+|\.+|none|null|undefined|(?:your|my|the|enter|insert|replace|example)[-_ ].*|change_?me|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z]+(?:[ _-][a-z]+)*|\/.*|https?:\/\/[^@]*|.*\s.*\s.*)$/i;
const KEY_TEXT =
  /^(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[baprs]-[A-Za-z0-9-]{10,}|sk_live_[A-Za-z0-9]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY-----)/;
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:([^\s:/@${}<>%]{3,})@[^\s/]+/i;

const snake = (name: string) =>
  name
    .replaceAll(/^.*[.[]|['"\]#]/g, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** A secret written into the source: CWE-798. */
function hardCoded(name: string, value: SyntaxNode | undefined, view: View): Problem | null {
  if (value?.type !== 'String') return null;
  const text = unquote(view.text(value));
  const words = snake(name);
  if (!SECRET_NAME.test(words) || !looksSecret(text, words)) return null;
  return {
    cwe: 798,
    severity: 'high',
    message: `hard-coded credential in '${name.replaceAll(/['"]/g, '')}'`,
  };
}

/** A single word without digits may be a label; for a password, the one kind that people make of words, it is not. */
function looksSecret(text: string, words: string): boolean {
  if (!PLACEHOLDER.test(text)) return true;
  const isPassword = /passw|passphrase|pwd|secret/.test(words);
  return (
    isPassword &&
    /^[a-z]+(?:[_-][a-z]+)+$/i.test(text) &&
    !/^(?:your|my|change|example|the)/i.test(text) &&
    !text.toLowerCase().includes(words)
  );
}

const node: NodeRule = (node, view) => {
  const { type, children } = node;
  if (type === 'String') {
    const text = unquote(view.text(node));
    if (KEY_TEXT.test(text)) return { cwe: 798, severity: 'high', message: 'hard-coded key' };
    return URL_WITH_PASSWORD.test(text)
      ? { cwe: 798, severity: 'high', message: 'hard-coded password in an address' }
      : null;
  }
  if (
    !/^(?:VariableDeclaration|AssignmentExpression|AssignStatement|Property|PropertyDeclaration|ParamList|BinaryExpression|DictionaryExpression)$/.test(
      type,
    )
  ) {
    return null;
  }
  for (const [index, child] of children.entries()) {
    const isAssigned = /^(?:Equals|AssignOp|:)$/.test(child.type);
    const isCompared = child.type === 'CompareOp' && /^[!=]==?$/.test(view.text(child));
    if (!isAssigned && !isCompared) continue;
    const before = children[index - 1];
    const target = before && /^Type(?:Annotation|Def)$/.test(before.type) ? children[index - 2] : before;
    const problem = target && hardCoded(view.text(target), fallbackOf(children[index + 1]), view);
    if (problem) return problem;
  }
  return null;
};

/** `process.env.X ?? 'secret'`: the fallback is written into the source all the same. */
function fallbackOf(value: SyntaxNode | undefined): SyntaxNode | undefined {
  if (value?.type !== 'BinaryExpression') return value;
  const operator = value.children[1]?.type ?? '';
  return operator === 'LogicOp' || operator === 'or' ? value.children.at(-1) : value;
}

/** Secrets given to a call: by keyword, as a fallback of an environment variable, or as a key to sign with. */
const call: CallRule = ({ name, last, positional, keywords }, view) => {
  for (const [keyword, value] of keywords) {
    const problem = hardCoded(keyword, value, view);
    if (problem) return problem;
  }
  const [first, second] = positional;
  if (/^(?:os\.getenv|os\.environ\.get)$/.test(name) && first)
    return hardCoded(view.text(first), second, view);
  const isKey =
    /^(?:crypto\.createHmac|crypto\.createCipheriv|jsonwebtoken\.(?:sign|verify)|jwt\.(?:sign|verify|encode|decode))$/.test(
      name,
    );
  if (isKey && second?.type === 'String' && view.text(second).length > 4) {
    return { cwe: 798, severity: 'high', message: `hard-coded key for ${last}` };
  }
  return null;
};

/** Destructured defaults: `({ password = '…' })`. */
const defaults: NodeRule = (node, view) => {
  if (node.type !== 'PatternProperty') return null;
  const [target] = childrenOf(node, 'VariableDefinition', 'PropertyName');
  return target ? hardCoded(view.text(target), node.children.at(-1), view) : null;
};

export const credentialCalls: readonly CallRule[] = [call];
export const credentialNodes: readonly NodeRule[] = [node, defaults];
