import { propertyOf } from '../../parse/calls.ts';
import type { Origin, Purpose } from '../../parse/origins.ts';
import type { SyntaxNode } from '../../parse/syntax.ts';
import { type Call, type CallRule, isInput, severityOf, type View } from './rule.ts';

const SQL: Purpose = {
  id: 'sql',
  cleaners: /escape|quote(?:Ident|Literal|_ident|_name)?$|^Identifier$|^bindparam/i,
};
const SHELL: Purpose = {
  id: 'shell',
  cleaners: /^(?:quote|shlex_quote|escapeshellarg|shellEscape|escapeShell\w*)$/i,
};
const CODE: Purpose = { id: 'code', cleaners: /^$/ };

const STATEMENT =
  /\b(?:select\b[\s\S]*\bfrom|insert\s+into|update\b[\s\S]*\bset|delete\s+from|drop\s+table|alter\s+table|create\s+table|where|order\s+by|union\s+(?:all\s+)?select|replace\s+into|truncate|attach\s+database)\b/i;
const RUNS_SQL =
  /^(?:query|execute|executemany|executescript|execute_sql|exec|run|all|get|each|prepare|raw|unsafe|\$queryRawUnsafe|\$executeRawUnsafe|text|read_sql|read_sql_query|fetch|fetchrow|fetchval|fetch_all|fetch_one|mogrify|extra|select|one|many|any|none)$/;

/** SQL put together from text and values: CWE-89. */
const sql: CallRule = ({ last, positional, keywords }, view) => {
  const statement = positional[0] ?? keywords.get('sql') ?? keywords.get('query');
  if (!RUNS_SQL.test(last) || !statement) return null;
  const text = view.origin(sqlText(statement, view), SQL);
  if (!text.is_built || !STATEMENT.test(text.text) || view.isChecked(statement, text)) return null;
  return {
    cwe: 89,
    severity: text.kind === 'unknown' ? 'medium' : 'high',
    message: `SQL statement built from '${text.name}'`,
  };
};

/** `query({ text: … })` as drivers take it. */
const sqlText = (statement: SyntaxNode, view: View): SyntaxNode =>
  propertyOf(view.syntax, statement, 'text') ?? propertyOf(view.syntax, statement, 'sql') ?? statement;

const SHELLS =
  /^(?:child_process\.(?:exec|execSync)|os\.(?:system|popen)|commands\.getoutput|subprocess\.(?:getoutput|getstatusoutput)|asyncio\.create_subprocess_shell|asyncio\.subprocess\.create_subprocess_shell|shelljs\.exec|execa\.execaCommand(?:Sync)?|popen2\.popen\d)$/;
const PROGRAMS =
  /^(?:child_process\.(?:spawn|spawnSync|execFile|execFileSync)|execa\.(?:execa|execaSync)|execa|subprocess\.(?:run|call|check_call|check_output|Popen))$/;
const SHELL_NAME = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da)?sh$|^(?:cmd(?:\.exe)?|powershell)$/;

/** A shell's command with values in it: CWE-78. */
const shell: CallRule = (call, view) => {
  const command = shellCommand(call, view);
  if (!command) return null;
  const origin = view.origin(command, SHELL);
  if (!(origin.is_built || isInput(origin)) || view.isChecked(command, origin)) return null;
  return {
    cwe: 78,
    severity: origin.kind === 'unknown' ? 'medium' : 'high',
    message: `shell command built from '${origin.name}'`,
  };
};

/** What of a call a shell reads; undefined where no shell takes part. */
function shellCommand({ name, positional, keywords }: Call, view: View): SyntaxNode | undefined {
  const [first, second] = positional;
  if (SHELLS.test(name)) return first ?? keywords.get('cmd');
  if (!PROGRAMS.test(name)) return undefined;
  const program = first ?? keywords.get('args');
  if (!program) return undefined;
  const options = positional.map(view.definition).findLast((each) => each.type === 'ObjectExpression');
  const isOn = keywords.get('shell') ?? propertyOf(view.syntax, options, 'shell');
  const isShell = isOn !== undefined && /^(?:True|true|['"])/.test(view.text(isOn));
  const words =
    program.type === 'ArrayExpression' ? elements(program) : [program, ...(second ? elements(second) : [])];
  // With a shell, arguments are joined to the command: the first word that isn't fixed counts.
  if (isShell) return words.find((word) => view.origin(word, SHELL).kind !== 'literal') ?? program;
  // `['sh', '-c', command]`
  const [executable, flag, script] = words;
  const isShellNamed = executable && SHELL_NAME.test(view.origin(executable, SHELL).text);
  return isShellNamed && flag && /^-\w*c$|^\/c$/i.test(view.origin(flag, SHELL).text) ? script : undefined;
}

/** Members of a list literal; of anything else but options, itself. */
const elements = (list: SyntaxNode): SyntaxNode[] => {
  if (list.type === 'ObjectExpression') return [];
  if (list.type !== 'ArrayExpression') return [list];
  return list.children.filter((child) => !['[', ']', ',', 'Spread'].includes(child.type));
};

const EVALUATES =
  /^(?:eval|exec|execfile|Function|vm\.(?:runInNewContext|runInThisContext|runInContext|Script|compileFunction)|builtins\.(?:eval|exec)|globalThis\.eval|window\.eval)$/;

/** Text that is run as a program: CWE-95. */
const evaluation: CallRule = ({ name, last, positional, node }, view) => {
  const isTimer = /^(?:window\.)?set(?:Timeout|Interval)$/.test(name);
  const isEvaluated = EVALUATES.test(name) && !(name === 'exec' && view.syntax.language !== 'python');
  const code = last === 'Function' ? positional.at(-1) : positional[0];
  if (!code || !(isEvaluated || isTimer)) return null;
  const origin = view.origin(code, CODE);
  if (isTimer ? !origin.is_built : origin.kind === 'literal') return null;
  if (view.isChecked(node, origin)) return null;
  return { cwe: 95, severity: 'high', message: `'${origin.name}' is run as code by ${last}` };
};

/** A template's source put together from input: CWE-1336. */
const template: CallRule = ({ name, positional }, view) => {
  const [source] = positional;
  if (!source || !/(?:^|\.)(?:render_template_string|from_string|jinja2\.Template)$/.test(name)) return null;
  const origin = view.origin(source, CODE);
  if (!isInput(origin)) return null;
  return {
    cwe: 1336,
    severity: severityOf(origin),
    message: `template's source comes from '${origin.name}'`,
  };
};

const DIRECTORY: Purpose = { id: 'ldap', cleaners: /escape/i };

/** A filter of a directory or document query: CWE-90, CWE-643. */
const otherQueries: CallRule = ({ last, positional, name }, view) => {
  const isXpath = /^(?:xpath|selectNodes|evaluate)$/.test(last);
  const isLdap = /^(?:search|search_s|search_ext|search_st)$/.test(last) && /ldap|conn|client/i.test(name);
  if (!isXpath && !isLdap) return null;
  const origins: Origin[] = positional.map((each) => view.origin(each, DIRECTORY));
  const built = origins.find((origin) => origin.is_built && (isXpath ? /[/@[]/ : /\(\w+=/).test(origin.text));
  if (!built) return null;
  return {
    cwe: isXpath ? 643 : 90,
    severity: 'medium',
    message: `${isXpath ? 'XPath' : 'LDAP'} query built from '${built.name}'`,
  };
};

export const injectionRules: readonly CallRule[] = [sql, shell, evaluation, template, otherQueries];
