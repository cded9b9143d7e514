import { defineTool, type SourceFile } from '../../task-contracts.ts';
import { byPath, compareText } from '../parse/by-path.ts';
import { complexityOf } from '../parse/complexity.ts';
import { exportsOf } from '../parse/exports.ts';
import { type Definition, definitionsOf, isFunction } from '../parse/functions.ts';
import { importsOf } from '../parse/imports.ts';
import { languageOf } from '../parse/languages.ts';
import { countLines, lastLineOf, lineOf, parse, type Syntax, textOf } from '../parse/syntax.ts';
import { walk } from '../parse/walk.ts';

/** A function with what is worth knowing of it. */
interface FunctionFacts {
  name: string;
  lines: string;
  complexity: number;
  /** Decorators, and whether it throws. */
  notes: string[];
}

const MOST_NAMES = 40;

/** A list that does not fill the prompt. */
const listed = (names: readonly string[], separator = ', '): string =>
  names.length <= MOST_NAMES
    ? names.join(separator)
    : [...names.slice(0, MOST_NAMES), `and ${names.length - MOST_NAMES} more`].join(separator);

function factsOf(syntax: Syntax, { name, node }: Definition): FunctionFacts {
  const decorated = node.parent?.type === 'DecoratedStatement' ? node.parent : node;
  const decorators = decorated.children
    .filter(({ type }) => type === 'Decorator')
    .map((decorator) =>
      textOf(syntax, decorator)
        .trim()
        .replace(/\([\s\S]*$/, ''),
    );
  const throws = [...walk(node, (next) => next === node || !isFunction(next))].some(
    ({ type }) => type === 'RaiseStatement' || type === 'ThrowStatement',
  );
  return {
    name,
    lines: `${lineOf(syntax, node)}-${lastLineOf(syntax, node)}`,
    complexity: complexityOf(syntax, node),
    notes: [...decorators, ...(throws ? [syntax.language === 'python' ? 'raises' : 'throws'] : [])],
  };
}

/** The most complex first, then by name. */
const byComplexity = (a: FunctionFacts, b: FunctionFacts): number =>
  b.complexity - a.complexity || compareText(a.name, b.name);

/** Functions with a name of their own; callbacks without one are counted to nobody. */
const isNamed = ({ kind, name }: Definition) => kind === 'function' && !name.endsWith('(anonymous)');

function describe(syntax: Syntax): { lines: string[]; functions: FunctionFacts[]; classes: number } {
  const definitions = definitionsOf(syntax);
  const functions = definitions
    .filter(isNamed)
    .map((each) => factsOf(syntax, each))
    .sort(byComplexity);
  const classes = definitions.filter(({ kind }) => kind === 'class');
  const imports = importsOf(syntax).map(({ specifier, names }) => {
    const taken = names.map(({ imported }) => imported).filter((name) => name !== '*' && name !== 'default');
    return taken.length > 0 ? `${specifier} (${listed(taken, ' ')})` : specifier;
  });
  const exported = exportsOf(syntax);
  const lines = [
    ...(imports.length > 0 ? [`  imports: ${listed(imports)}`] : []),
    ...(exported.length > 0 ? [`  exports: ${listed(exported)}`] : []),
    ...(classes.length > 0
      ? [
          `  classes: ${listed(classes.map(({ name, node }) => `${name} ${lineOf(syntax, node)}-${lastLineOf(syntax, node)}`))}`,
        ]
      : []),
    ...(functions.length > 0
      ? [
          `  functions: ${listed(
            functions.map((each) =>
              [each.name, each.lines, `complexity ${each.complexity}`, ...each.notes].join(' '),
            ),
            '; ',
          )}`,
        ]
      : []),
  ];
  return { lines, functions, classes: classes.length };
}

export default defineTool({
  title: 'What is in each file: functions, classes, imports, exports, cyclomatic complexity',
  analyse: (files: readonly SourceFile[]) => {
    const lines: string[] = [];
    const all: (FunctionFacts & { path: string })[] = [];
    let classes = 0;
    for (const file of byPath(files)) {
      const parsed = parse(file);
      const head = `${file.path}: ${languageOf(file.path)}, ${countLines(file.text)} lines`;
      if (!parsed || 'reason' in parsed) {
        lines.push(parsed ? `${head}, not read (${parsed.reason})` : head);
        continue;
      }
      const facts = describe(parsed.syntax);
      lines.push(`${head}, ${facts.functions.length} functions, ${facts.classes} classes`, ...facts.lines);
      all.push(...facts.functions.map((each) => ({ ...each, path: file.path })));
      classes += facts.classes;
    }
    const top = all.sort((a, b) => byComplexity(a, b) || compareText(a.path, b.path))[0];
    const most = top ? [`most complex: ${top.name} in ${top.path}, complexity ${top.complexity}`] : [];
    return [`${files.length} files, ${all.length} functions, ${classes} classes`, ...most, ...lines].join(
      '\n',
    );
  },
});
