import { type Binding, bindingsOf, type Scopes } from './bindings.ts';
import { argumentsOf, calleeOf, dottedName, entriesOf, lastPart } from './calls.ts';
import { isCheckOf } from './checks.ts';
import { bodyOf, functionAround, isFunction } from './functions.ts';
import { unquote } from './literals.ts';
import {
  either,
  INPUT,
  joined,
  type Known,
  literal,
  type Origin,
  type Purpose,
  variable,
} from './origins.ts';
import { type Syntax, type SyntaxNode, textOf } from './syntax.ts';
import { ancestors, childrenOf, walk } from './walk.ts';

/** How far a value is followed; beyond that it counts as unknown. */
const DEEPEST = 60;

/** Data that a client or user sent. */
const REQUEST =
  /^(?:(?:this\.|self\.)?(?:req|request|ctx|context|event)\.(?:request\.)?(?:query|params|body|headers?|cookies|args|form|values|json|get_json|data|files|GET|POST|url|path|param|queryStringParameters|pathParameters|view_args|query_params|path_params|match_info|get|searchParams|rawBody)\b|.*\bsearchParams\.get|(?:window\.|document\.)?location\.(?:search|hash|href)|document\.(?:cookie|referrer|URL))/;
/** What the user of this very machine gives: as a parameter, no more hostile than who runs the program. */
const ARGUMENTS = /^(?:process\.argv|sys\.argv|sys\.stdin|input\(\)$|prompt\(\)$)/;
/** Functions and members whose result is a number, a truth value or of fixed making. */
const HARMLESS =
  /^(?:int|float|len|bool|Boolean|Number|parseInt|parseFloat|BigInt|round|abs|ord|id|hash|isinstance|randomUUID|uuid\d?|hexdigest|toFixed|getTime|toISOString|isoformat|timestamp|length|size|count|indexOf|index|token_hex|token_urlsafe|now)$/;
/** Functions through which text passes as it is, or nearly so. */
const PASSES =
  /^(?:str|String|bytes|decodeURIComponent|decodeURI|unquote|unquote_plus|JSON\.(?:parse|stringify)|json\.(?:loads|dumps)|(?:os\.)?path\.(?:join|normalize|resolve|abspath|normpath|realpath|expanduser)|(?:posix|win32)\.\w+|join|resolve|normalize|Path|PurePath|pathlib\.Path|URL|urljoin|list|tuple|sorted|Array\.from|Buffer\.from|Object\.(?:values|entries|keys)|fileURLToPath|pathToFileURL|f|fspath)$/;
const CONSTANT_NAME = /^_?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;
const NUMERIC_TYPE =
  /^(?:number|bigint|boolean|bool|int|float|Decimal|UUID|Date|datetime)(?:\s*\|\s*(?:null|undefined|None))?$/;

/** Follows values within a file. @see originTracer */
export interface Tracer {
  originOf: (expression: SyntaxNode, purpose: Purpose) => Origin;
  /** The expression that a name stands for where it is bound once; any other expression as it is. */
  definitionOf: (expression: SyntaxNode) => SyntaxNode;
}

/**
 * Makes a tracer for one file: where the value of an expression comes from, as seen within its function and the
 * module around it. What a called function does is not looked at (intraprocedural), but for well-known ones.
 */
export function originTracer(syntax: Syntax): Tracer {
  const scopes = bindingsOf(syntax);
  const known = new Map<string, Known>();
  return {
    originOf: (expression, purpose) => {
      const memory: Known = known.get(purpose.id) ?? new Map();
      known.set(purpose.id, memory);
      return trace(expression, { syntax, scopes, purpose, known: memory, depth: 0 });
    },
    definitionOf: (expression) => {
      if (expression.type !== 'VariableName') return expression;
      const bindings = bindingsFor(expression, syntax, scopes) ?? [];
      return (bindings.length === 1 && bindings[0]?.value) || expression;
    },
  };
}

/** Bindings of a name in the nearest scope that has any. */
function bindingsFor(use: SyntaxNode, syntax: Syntax, scopes: Scopes): readonly Binding[] | undefined {
  const name = textOf(syntax, use);
  for (let scope = functionAround(use); ; scope = functionAround(scope)) {
    const bindings = scopes.get(scope ?? syntax.root)?.get(name);
    if (bindings || !scope) return bindings;
  }
}

interface Search {
  syntax: Syntax;
  scopes: Scopes;
  purpose: Purpose;
  known: Known;
  depth: number;
}

function trace(node: SyntaxNode, search: Search): Origin {
  const before = search.known.get(node);
  if (before) return before;
  // A value that depends on itself, as in a loop, adds nothing to what else it is made of.
  if (before === null) return literal();
  if (search.depth > DEEPEST) return variable('unknown', '…');
  search.known.set(node, null);
  const origin = traceNew(node, { ...search, depth: search.depth + 1 });
  search.known.set(node, origin);
  return origin;
}

function traceNew(node: SyntaxNode, search: Search): Origin {
  const { syntax } = search;
  const { type, children } = node;
  const all = (nodes: readonly SyntaxNode[]) => nodes.map((each) => trace(each, search));
  const inner = (index: number) => (children[index] ? trace(children[index], search) : literal());
  switch (type) {
    case 'String':
      return literal(unquote(textOf(syntax, node)));
    case 'TemplateString':
    case 'FormatString':
      return interpolated(node, search);
    case 'ContinuedString':
      return joined(all(children), true);
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
      return inner(1);
    case 'PostfixExpression':
    case 'TaggedTemplateExpression':
      return inner(0);
    case 'NamedExpression':
    case 'AssignmentExpression':
      return inner(2);
    case 'BinaryExpression':
      return binary(node, search);
    case 'ConditionalExpression':
      return isCheckOf(textOf(syntax, children[children[1]?.type === 'if' ? 2 : 0] ?? node))
        ? literal()
        : either([inner(children[1]?.type === 'if' ? 0 : 2), inner(4)]);
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
      return joined(all(children.filter((child) => !/^(?:[[\](){},]|Spread|\*)$/.test(child.type))), false);
    case 'ObjectExpression':
    case 'DictionaryExpression':
      return joined(all(entriesOf(syntax, node).map((entry) => entry.value)), false);
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression':
    case 'SetComprehensionExpression':
      return inner(1);
    case 'VariableName':
    case 'VariableDefinition':
    case 'PropertyDefinition':
      return named(node, search);
    case 'MemberExpression':
      return member(node, search);
    case 'CallExpression':
    case 'NewExpression':
      return called(node, search);
    case 'ArrowFunction':
    case 'LambdaExpression':
    case 'FunctionExpression':
      return returned(node, search);
    default:
      return literal();
  }
}

/** Texts and what is put in between, of a template or an f-string. */
function interpolated(node: SyntaxNode, search: Search): Origin {
  const parts: Origin[] = [];
  let at = node.from + (/^[a-z]*(?:"""|'''|["'`])/i.exec(textOf(search.syntax, node))?.[0].length ?? 0);
  for (const hole of childrenOf(node, 'Interpolation', 'FormatReplacement')) {
    parts.push(literal(search.syntax.text.slice(at, hole.from)));
    const value = hole.children[1];
    if (value && value.type !== 'InterpolationEnd') parts.push(trace(value, search));
    at = hole.to;
  }
  parts.push(literal(search.syntax.text.slice(at, Math.max(at, node.to - 1))));
  return joined(parts, true);
}

const COMPARES = /^(?:CompareOp|LessThan|in|not|is|instanceof)$/;

function binary(node: SyntaxNode, search: Search): Origin {
  const [left, operator] = node.children;
  const right = node.children.at(-1);
  if (!left || !operator || !right || COMPARES.test(operator.type)) return literal();
  const both = () => [trace(left, search), trace(right, search)];
  switch (textOf(search.syntax, operator)) {
    case '+':
    case '/':
      return joined(both(), true);
    case '%':
      return /String$/.test(left.type) ? joined(both(), true) : literal();
    // Text times a number repeats it.
    case '*':
      return either(both().filter((origin) => origin.kind === 'literal' && origin.text !== ''));
    case '||':
    case '??':
    case '&&':
    case 'or':
    case 'and':
      return either(both());
    case 'as':
    case 'satisfies':
      return trace(left, search);
    default:
      return literal();
  }
}

function named(node: SyntaxNode, search: Search): Origin {
  const name = textOf(search.syntax, node);
  const bindings = bindingsFor(node, search.syntax, search.scopes);
  if (bindings) return fromBindings(name, node, bindings, search);
  return CONSTANT_NAME.test(name) ? literal(name) : variable('unknown', name);
}

/** What a name holds at a use: the last binding that every way leads through, and all after it. */
function fromBindings(name: string, use: SyntaxNode, bindings: readonly Binding[], search: Search): Origin {
  const earlier = bindings.filter((binding) => binding.at <= use.from);
  const above = new Set(ancestors(use));
  const certain = earlier.findLastIndex(
    ({ adds, statement }) => !adds && (above.has(statement) || above.has(blockOf(statement))),
  );
  const possible = earlier.length > 0 ? earlier.slice(Math.max(0, certain)) : bindings;
  const origins = possible.map((binding) => {
    if (binding.kind === 'import')
      return CONSTANT_NAME.test(name) ? literal(name) : variable('unknown', name);
    if (binding.value) return trace(binding.value, search);
    if (NUMERIC_TYPE.test(binding.type)) return literal();
    return variable(binding.kind === 'argument' ? 'unknown' : 'parameter', name);
  });
  const origin = possible.some(({ adds }) => adds) ? joined(origins, true) : either(origins);
  return origin.kind === 'literal' ? origin : { ...origin, names: [...new Set([...origin.names, name])] };
}

const BLOCKS = new Set(['Block', 'Body', 'Script', 'ClassBody']);

/** The block that a statement stands in; a loop's own variables belong to the loop. */
function blockOf(statement: SyntaxNode): SyntaxNode {
  if (isFunction(statement) || /^For|Comprehension|^With/.test(statement.type)) {
    return /Of|In/.test(statement.type) ? (statement.parent ?? statement) : statement;
  }
  for (const above of ancestors(statement)) if (BLOCKS.has(above.type)) return above;
  return statement;
}

function member(node: SyntaxNode, search: Search): Origin {
  const name = dottedName(search.syntax, node);
  if (REQUEST.test(name)) return variable('request', name);
  if (ARGUMENTS.test(name)) return variable('parameter', name);
  const last = lastPart(name);
  if (HARMLESS.test(last) || CONSTANT_NAME.test(last)) return literal(last);
  const [object] = node.children;
  const origin = object ? trace(object, search) : literal();
  if (origin.kind === 'parameter' || origin.kind === 'request') {
    return { ...origin, name: nameOfMember(origin.name, name), text: INPUT };
  }
  // A member of a fixed table is one of its values.
  return origin.kind === 'literal' && origin.text !== '' ? origin : variable('unknown', name);
}

/** `user` and `user.name` make `user.name`; a name that came another way stays. */
const nameOfMember = (origin: string, name: string): string =>
  name.startsWith(`${origin}.`) || name.startsWith(`${origin}[`) ? name : origin;

function called(node: SyntaxNode, search: Search): Origin {
  const { syntax, purpose } = search;
  const callee = calleeOf(node);
  const name = dottedName(syntax, callee);
  const last = lastPart(name);
  if (REQUEST.test(name) || REQUEST.test(`${name}()`)) return variable('request', name);
  if (ARGUMENTS.test(`${name}()`)) return variable('parameter', `${name}()`);
  if (HARMLESS.test(last) || /^Math\./.test(name) || purpose.cleaners.test(last)) return literal();
  const { positional, keywords } = argumentsOf(syntax, node);
  const values = [...positional, ...keywords.values()].map((each) => trace(each, search));
  const receiver = callee?.type === 'MemberExpression' ? callee.children[0] : undefined;
  const isImported = /^(?:os|path|json|JSON|pathlib|urllib|Buffer|Object|Array|posixpath|shlex|html)\b/.test(
    name,
  );
  if (PASSES.test(name) || (isImported && PASSES.test(last))) {
    return joined(values, /join|resolve/.test(last) && values.length > 1);
  }
  if (!receiver || isImported) return variable('unknown', `${name}()`);
  if (last === 'map' || last === 'flatMap') return values[0] ?? literal();
  const own = trace(receiver, search);
  if (
    last === 'format' ||
    last === 'concat' ||
    last === 'join' ||
    last === 'joinpath' ||
    last === 'format_map'
  ) {
    return joined([own, ...values], true);
  }
  // A lookup in a fixed table gives one of its values, or what else was given.
  if (own.kind === 'literal')
    return own.text !== '' ? joined([own, ...values.slice(1)], false) : variable('unknown', `${name}()`);
  return own.kind === 'unknown' ? variable('unknown', `${name}()`) : own;
}

/** What a function gives back; of a block, all that it returns. */
function returned(node: SyntaxNode, search: Search): Origin {
  const body = bodyOf(node);
  if (!body) return literal();
  if (body.type !== 'Block') return trace(body, search);
  const values = [...walk(body, (next) => !isFunction(next))]
    .filter((next) => next.type === 'ReturnStatement')
    .flatMap((next) => next.children.slice(1, 2))
    .filter((next) => next.type !== ';');
  return either(values.map((value) => trace(value, search)));
}
