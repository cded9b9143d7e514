import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from './support/context.ts';

interface Source {
  path: string;
  /** Without comments, so that words about code are not taken for code. */
  code: string;
  lines: number;
  /** What is imported at run time; types are gone by then. */
  imports: string[];
}

const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const IMPORTS = /^(?:import|export) (?!type )(?:[^'";]*? from )?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

function readSource(path: string): Source {
  const text = readFileSync(join(REPOSITORY, path), 'utf8');
  const code = text.replaceAll(COMMENTS, '');
  const imports = [...code.matchAll(IMPORTS)]
    .filter((match) => !isTypesOnly(match[0]))
    .map((match) => match[1] ?? match[2] ?? '')
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name));
  return { path, code, lines: text.split('\n').length - 1, imports };
}

/** `import { type A, type B } from …` leaves nothing to import. */
function isTypesOnly(statement: string): boolean {
  const names = statement
    .match(/^import \{([^}]*)\}/)?.[1]
    ?.split(',')
    .filter((name) => name.trim() !== '');
  return names?.every((name) => name.trim().startsWith('type ')) ?? false;
}

const find = (...patterns: string[]) => globSync(patterns, { cwd: REPOSITORY }).sort().map(readSource);
// What lies deeper below benchmarks/ is the repository that tasks are about.
const sources = find('{bin,src,community}/**/*.ts', 'benchmarks/*/*.ts');

/** From the top down: a file imports from its own layer and from those below. */
const LAYERS: readonly (readonly string[])[] = [
  ['bin'],
  ['src/cli', 'src/commands'],
  ['src/workflows'],
  ['src/timing', 'src/tasks', 'src/membership', 'src/storage'],
  ['community'],
  ['src/analysis', 'src/reporters', 'src/reference', 'benchmarks'],
  ['src/config', 'src/discovery', 'src/hardware'],
  [
    'src/schema',
    'src/contracts.ts',
    'src/benchmark-contracts.ts',
    'src/task-contracts.ts',
    'src/community-contracts.ts',
    'src/picture-contracts.ts',
    'src/turn-contracts.ts',
    'src/errors.ts',
    'src/community-errors.ts',
  ],
];
const WINGS = ['src/timing', 'src/tasks', 'src/membership'];
const PURE = ['src/analysis', 'src/reporters', 'src/reference', 'benchmarks'];

const isIn = (path: string, place: string) => path === place || path.startsWith(`${place}/`);
const rankOf = (path: string) => LAYERS.findIndex((places) => places.some((place) => isIn(path, place)));
const pure = sources.filter(({ path }) => PURE.some((place) => isIn(path, place)));

/** Every fact as `file: what`, so that a failure names all offenders at once. */
const offences = (files: readonly Source[], judge: (source: Source) => readonly string[]) =>
  files.flatMap((source) => judge(source).map((what) => `${source.path}: ${what}`));

describe('layers', () => {
  it('hold every file', () => {
    const homeless = sources.filter(({ path }) => path !== 'src/index.ts' && rankOf(path) < 0);
    expect(homeless.map(({ path }) => path)).toEqual([]);
    expect(sources.length).toBeGreaterThan(50);
  });

  it('are imported downwards only', () => {
    const upwards = offences(sources, ({ path, imports }) =>
      path === 'src/index.ts'
        ? []
        : imports.filter((target) => rankOf(target) >= 0 && rankOf(target) < rankOf(path)),
    );
    expect(upwards).toEqual([]);
  });

  it('have wings that do not know each other', () => {
    const across = offences(sources, ({ path, imports }) => {
      const own = WINGS.find((wing) => isIn(path, wing));
      return imports.filter((target) => own && WINGS.some((wing) => wing !== own && isIn(target, wing)));
    });
    expect(across).toEqual([]);
  });

  it('have a registry that only membership and its own commands know', () => {
    const allowed =
      /^(?:community|src\/membership)\/|^src\/(?:commands|workflows)\/(?:community\/(?:serve|migrate|admin-token)|check-file)/;
    const strangers = offences(
      sources.filter(({ path }) => !allowed.test(path)),
      ({ imports }) => imports.filter((target) => isIn(target, 'community')),
    );
    expect(strangers).toEqual([]);
  });

  it('have a registry that measures nothing and reads no settings', () => {
    // Its checker scores by the suite and the statistics that ship with tito.
    const known = [
      'community',
      'src/analysis',
      'src/reference',
      'src/schema',
      'src/errors.ts',
      'src/discovery',
      'src/config/load-suite.ts',
    ];
    const foreign = offences(
      sources.filter(({ path }) => isIn(path, 'community')),
      ({ imports }) =>
        imports.filter((target) => rankOf(target) >= 0 && !known.some((place) => isIn(target, place))),
    );
    expect(foreign).toEqual([]);
  });

  it('have schemas that import nothing but zod', () => {
    const schemas = sources.filter(({ path }) => isIn(path, 'src/schema'));
    const foreign = offences(schemas, ({ imports }) =>
      imports.filter((target) => !/^zod(?:\/|$)/.test(target) && !isIn(target, 'src/schema')),
    );
    expect(foreign).toEqual([]);
  });
});

describe('pure layers', () => {
  it('import nothing of Node', () => {
    expect(offences(pure, ({ imports }) => imports.filter((name) => name.startsWith('node:')))).toEqual([]);
  });

  it('know neither the time nor chance', () => {
    const impure =
      /\bnew Date\b|\bDate[.(]|\bMath\.random\b|\bperformance\.now\b|\bset(?:Timeout|Interval)\b/g;
    expect(offences(pure, ({ code }) => code.match(impure) ?? [])).toEqual([]);
  });
});

describe('the process', () => {
  const elsewhere = sources.filter(({ path }) => !isIn(path, 'bin') && !isIn(path, 'src/cli'));

  it('is read by the bin and the shell only', () => {
    // What runs inside of an isolate is a program of its own.
    const inside = elsewhere.filter(({ path }) => !isIn(path, 'src/timing/isolates'));
    const reads = /\bprocess\.(?:env|argv|cwd|exit|exitCode|stdin|stdout|stderr|on|once|kill)\b/g;
    expect(offences(inside, ({ code }) => code.match(reads) ?? [])).toEqual([]);
  });

  it('has no console in it', () => {
    expect(offences(sources, ({ code }) => code.match(/\bconsole\.\w+/g) ?? [])).toEqual([]);
  });
});

describe('files', () => {
  const all = [...sources, ...find('{test,bench,scripts,.ci}/**/*.ts', '*.ts')];

  it('have at most 300 lines', () => {
    expect(offences(all, ({ lines }) => (lines > 300 ? [`${lines} lines`] : []))).toEqual([]);
  });

  it('are named for what they hold', () => {
    const vague = /(?:^|[/.-])(?:utils?|helpers?|lib|managers?|services?)(?=[/.-]|$)/;
    expect(all.filter(({ path }) => vague.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it('are named in kebab-case, or in snake_case where the name is an id', () => {
    const odd = all.filter(
      ({ path }) =>
        !/^_?[a-z0-9]+(?:[-_][a-z0-9]+)*(?:\.(?:test|config))?$/.test(basename(path, extname(path))),
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  it('re-export nothing, but for the public API', () => {
    const barrels = sources.filter(
      ({ path, code }) => path !== 'src/index.ts' && /^export (?:type )?[*{][^;]* from '/m.test(code),
    );
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });
});

describe('extension folders', () => {
  const FOLDERS = [
    'src/commands/**/*.ts',
    'src/timing/subjects/*.ts',
    'src/tasks/{providers,tools,graders}/*.ts',
    'src/analysis/statistics/*.ts',
    'src/reporters/*.ts',
    'benchmarks/*/*.ts',
  ];
  const extensions = find(...FOLDERS).filter(({ path }) => !basename(path).startsWith('_'));

  it.each(extensions.map(({ path }) => path))('export what they add as default: %s', async (path) => {
    const { default: value } = await import(pathToFileURL(join(REPOSITORY, path)).href);
    expect(value).toBeTypeOf('object');
  });

  it('are the only place of default exports', () => {
    const defaults = sources.filter(({ code }) => /^export default\b/m.test(code)).map(({ path }) => path);
    const allowed = find(
      ...FOLDERS,
      'src/reporters/documents/*.ts',
      'src/reference/subject.ts',
      'src/timing/isolates/spin.ts',
    );
    expect(defaults.filter((path) => !allowed.some((each) => each.path === path))).toEqual([]);
  });
});
