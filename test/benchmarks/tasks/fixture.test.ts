import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { FIXTURE, fixtureText } from '../../support/built-in-tasks.ts';

const planted = z.strictObject({
  file: z.string(),
  line: z.int(),
  cwe: z.string().regex(/^CWE-\d+$/),
  contains: z.string(),
  why: z.string(),
});
const copied = z.strictObject({
  file: z.string(),
  function: z.string(),
  first_line: z.int(),
  last_line: z.int(),
});
const pipeline = z.object({
  functions: z.int(),
  functions_by_file: z.record(z.string(), z.int()),
  classes: z.array(z.string()),
  most_complex_function: z.object({ file: z.string(), name: z.string(), complexity: z.int() }),
  largest_file: z.string(),
  external_packages: z.array(z.string()),
});
const truth = z.object({
  vulnerabilities: z.array(planted),
  safe_lookalikes: z.array(planted),
  clone_groups: z.array(z.object({ name: z.string(), members: z.array(copied) })),
  not_clones: z.array(copied.extend({ why: z.string() })),
  structure: z.object({
    entry_points: z.array(z.string()),
    dead_modules: z.array(z.string()),
    cycles: z.array(z.array(z.string())),
    files_by_language: z.record(z.string(), z.int()),
    most_imported: z.string(),
    dependencies: z.array(z.string()),
  }),
  pipeline,
  tensorflow: z.object({
    functions: z.array(z.string()),
    classes: z.array(z.string()),
    graph_functions: z.array(z.string()),
    raises: z.array(z.string()),
    numerical_risks: z.array(z.string()),
  }),
});
const facts = truth.parse(parse(fixtureText('TRUTH.yaml')));
const paths = globSync('**/*.{js,ts,py}', { cwd: FIXTURE }).sort();

/** Python's own parser: functions with their branches, classes and imports of each file. */
const OUTLINE = `
import ast, json, sys
BRANCH = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler)
def complexity(node):
    bools = sum(len(n.values) - 1 for n in ast.walk(node) if isinstance(n, ast.BoolOp))
    return 1 + bools + sum(isinstance(n, BRANCH) for n in ast.walk(node))
outline = {}
for path in sys.argv[1:]:
    tree = ast.parse(open(path).read())
    nodes = list(ast.walk(tree))
    imports = [n.module for n in nodes if isinstance(n, ast.ImportFrom)]
    imports += [a.name for n in nodes if isinstance(n, ast.Import) for a in n.names]
    defs = [n for n in nodes if isinstance(n, ast.FunctionDef)]
    outline[path] = {
        "functions": [{"name": d.name, "complexity": complexity(d), "decorators": [ast.unparse(x) for x in d.decorator_list], "raises": any(isinstance(n, ast.Raise) for n in ast.walk(d))} for d in defs],
        "classes": [n.name for n in nodes if isinstance(n, ast.ClassDef)],
        "imports": imports,
        "external": sorted({i.split(".")[0] for i in imports} - set(sys.stdlib_module_names) - {"ml"}),
    }
print(json.dumps(outline))
`;
const outlined = z.record(
  z.string(),
  z.object({
    functions: z.array(
      z.object({
        name: z.string(),
        complexity: z.int(),
        decorators: z.array(z.string()),
        raises: z.boolean(),
      }),
    ),
    classes: z.array(z.string()),
    imports: z.array(z.string()),
    external: z.array(z.string()),
  }),
);
const pythonFiles = paths.filter((path) => path.endsWith('.py'));
const outline = outlined.parse(
  JSON.parse(execFileSync('python3', ['-c', OUTLINE, ...pythonFiles], { cwd: FIXTURE, encoding: 'utf8' })),
);
const outlineOf = (path: string) => {
  const found = outline[path];
  if (!found) throw new Error(`${path} was not read.`);
  return found;
};

const lineOf = (file: string, line: number) => fixtureText(file).split('\n')[line - 1] ?? '';

describe('the fixture', () => {
  it.each(
    [...facts.vulnerabilities, ...facts.safe_lookalikes].map((each) => [
      `${each.file}:${each.line} ${each.cwe}`,
      each,
    ]),
  )('has what is claimed of %s', (_, { file, line, contains }) => {
    expect(lineOf(file, line)).toContain(contains);
    const holders = fixtureText(file)
      .split('\n')
      .filter((text) => text.includes(contains));
    expect(holders).toHaveLength(1);
  });

  it('plants a dozen kinds of weaknesses in three languages, each kind with a look-alike', () => {
    const kinds = new Set(facts.vulnerabilities.map(({ cwe }) => cwe));
    const languages = new Set(facts.vulnerabilities.map(({ file }) => file.split('.').at(-1)));
    const safe = new Set(facts.safe_lookalikes.map(({ cwe }) => cwe));
    expect(facts.vulnerabilities).toHaveLength(14);
    expect(kinds.size).toBe(12);
    expect(languages).toEqual(new Set(['js', 'ts', 'py']));
    expect([...kinds].filter((cwe) => !safe.has(cwe))).toEqual([]);
  });

  it.each(
    [...facts.clone_groups.flatMap(({ members }) => members), ...facts.not_clones].map((each) => [
      `${each.function} of ${each.file}`,
      each,
    ]),
  )('has %s from its first line to its last', (_, { file, function: name, first_line, last_line }) => {
    expect(lineOf(file, first_line)).toMatch(new RegExp(`(?:function|def) ${name}\\b`));
    expect(lineOf(file, last_line)).toMatch(file.endsWith('.py') ? /^ +return\b/ : /^\}/);
  });

  it('has copies that are equal where it says so', () => {
    const [a, b] = facts.clone_groups.find(({ name }) => name === 'clipping')?.members ?? [];
    const textOf = (member: typeof a) =>
      fixtureText(member?.file ?? '')
        .split('\n')
        .slice((member?.first_line ?? 0) - 1, member?.last_line);
    expect(textOf(a)).toEqual(textOf(b));
    expect(textOf(a)).toHaveLength(10);
  });

  it('says of itself neither what is planted nor where', () => {
    for (const path of paths)
      expect(fixtureText(path)).not.toMatch(/vulnerab|insecure|unsafe|CWE|planted|clone/i);
  });

  it('is several hundred lines of JavaScript, TypeScript and Python', () => {
    const counts = { javascript: '.js', typescript: '.ts', python: '.py' };
    const found = Object.entries(counts).map(([name, end]) => [
      name,
      paths.filter((path) => path.endsWith(end)).length,
    ]);
    expect(Object.fromEntries(found)).toEqual(facts.structure.files_by_language);
    expect(paths.reduce((sum, path) => sum + fixtureText(path).split('\n').length, 0)).toBeGreaterThan(800);
  });
});

/** Imports as the files write them, resolved by what this repository has. */
function dependencies(): string[] {
  const known = new Set(paths);
  return paths.flatMap((path) => {
    const targets = path.endsWith('.py')
      ? pythonImports(path)
      : [...fixtureText(path).matchAll(/ from '(\.[^']+)'/g)].map(([, to]) => join(path, '..', to ?? ''));
    return targets.filter((to) => known.has(to)).map((to) => `${path} -> ${to}`);
  });
}

const pythonImports = (path: string): string[] =>
  [...fixtureText(path).matchAll(/^from ([\w.]+) import (\w+)/gm)].map(([, module, name]) =>
    module === 'ml' ? `ml/${name}.py` : `${module?.replaceAll('.', '/')}.py`,
  );

describe('its structure', () => {
  const edges = dependencies();
  const imported = (path: string) => edges.filter((edge) => edge.endsWith(` -> ${path}`)).length;

  it('has the dependencies of the truth', () => {
    expect(edges.sort()).toEqual(facts.structure.dependencies.toSorted());
  });

  it('has entry points and dead modules that nobody imports, and no others', () => {
    const alone = paths.filter((path) => imported(path) === 0);
    const { entry_points, dead_modules } = facts.structure;
    expect(alone).toEqual([...entry_points, ...dead_modules].sort());
  });

  it('has the cycles and the hub of the truth', () => {
    const mutual = paths.flatMap((a) =>
      paths
        .filter((b) => a < b && edges.includes(`${a} -> ${b}`) && edges.includes(`${b} -> ${a}`))
        .map((b) => [a, b]),
    );
    expect(mutual).toEqual(facts.structure.cycles);
    const most = paths.toSorted((a, b) => imported(b) - imported(a));
    expect(most[0]).toBe(facts.structure.most_imported);
    expect(imported(most[1] ?? '')).toBeLessThan(imported(most[0] ?? ''));
  });

  it('has the functions, classes and packages that Python sees', () => {
    const files = Object.keys(facts.pipeline.functions_by_file);
    const counts = files.map((path) => [path, outlineOf(path).functions.length]);
    expect(Object.fromEntries(counts)).toEqual(facts.pipeline.functions_by_file);
    expect(Object.values(facts.pipeline.functions_by_file).reduce((a, b) => a + b)).toBe(
      facts.pipeline.functions,
    );
    expect(files.flatMap((path) => outlineOf(path).classes)).toEqual(facts.pipeline.classes);
    const external = new Set(files.flatMap((path) => outlineOf(path).external));
    expect([...external].sort()).toEqual(facts.pipeline.external_packages);
  });

  it('has one function that is more complex than any other', () => {
    const rated = Object.keys(facts.pipeline.functions_by_file)
      .flatMap((file) =>
        outlineOf(file).functions.map(({ name, complexity }) => ({ file, name, complexity })),
      )
      .sort((a, b) => b.complexity - a.complexity);
    expect(rated[0]).toEqual(facts.pipeline.most_complex_function);
    expect(rated[1]?.complexity).toBeLessThan(rated[0]?.complexity ?? 0);
  });

  it('has one file that is longer than any other', () => {
    const lengths = Object.keys(facts.pipeline.functions_by_file)
      .map((file) => ({ file, lines: fixtureText(file).split('\n').length }))
      .sort((a, b) => b.lines - a.lines);
    expect(lengths[0]?.file).toBe(facts.pipeline.largest_file);
    expect(lengths[1]?.lines).toBeLessThan(lengths[0]?.lines ?? 0);
  });

  it('has the TensorFlow module that the truth describes', () => {
    const { functions, classes } = outlineOf('ml/tf_math_ops.py');
    const names = (wanted: typeof functions) => wanted.map(({ name }) => name).sort();
    expect(names(functions)).toEqual(facts.tensorflow.functions.toSorted());
    expect(classes).toEqual(facts.tensorflow.classes);
    const compiled = functions.filter(({ decorators }) => decorators.includes('tf.function'));
    expect(names(compiled)).toEqual(facts.tensorflow.graph_functions.toSorted());
    expect(names(functions.filter(({ raises }) => raises))).toEqual(facts.tensorflow.raises.toSorted());
    expect(facts.tensorflow.functions).toEqual(expect.arrayContaining(facts.tensorflow.numerical_risks));
  });
});
