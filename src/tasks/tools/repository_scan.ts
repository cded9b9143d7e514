import { defineTool, type SourceFile } from '../../task-contracts.ts';
import { byPath, compareText } from '../parse/by-path.ts';
import { importsOf } from '../parse/imports.ts';
import { languageOf } from '../parse/languages.ts';
import { countLines, parse, type Syntax } from '../parse/syntax.ts';
import { cyclesOf } from './modules/cycles.ts';
import {
  actsAtTop,
  hasEntryName,
  isStartedByTools,
  namedByPackages,
  startsItself,
} from './modules/entry-points.ts';
import { packageOf } from './modules/packages.ts';
import { resolvePython, resolveScript } from './modules/resolve.ts';

const MOST_HUBS = 5;
const FEWEST_IMPORTERS = 2;

interface Module {
  path: string;
  syntax: Syntax;
  /** Files of the target that it imports. */
  imports: string[];
  packages: string[];
}

/** One module with where its imports lead. */
function moduleOf(syntax: Syntax, paths: ReadonlySet<string>): Module {
  const found = importsOf(syntax).map((each) => {
    const isPython = syntax.language === 'python';
    const targets = isPython
      ? resolvePython(each, syntax.path, paths)
      : resolveScript(each.specifier, syntax.path, paths);
    return { targets, from: targets.length === 0 ? packageOf(each, syntax.language) : null };
  });
  const imports = new Set(found.flatMap(({ targets }) => targets));
  imports.delete(syntax.path);
  const packages = new Set(found.flatMap(({ from }) => (from === null ? [] : [from])));
  return { path: syntax.path, syntax, imports: [...imports].sort(compareText), packages: [...packages] };
}

function sizes(files: readonly SourceFile[]): string[] {
  const groups = [...Map.groupBy(files, (file) => languageOf(file.path))].sort((a, b) =>
    compareText(a[0], b[0]),
  );
  return groups.map(([language, members]) => {
    const lines = members.reduce((sum, { text }) => sum + countLines(text), 0);
    return `${language} ${members.length} ${members.length === 1 ? 'file' : 'files'} ${lines} lines`;
  });
}

/** `title: a, b`, or nothing where there is nothing to list. */
const section = (title: string, entries: readonly string[], none: string | null = null): string[] => {
  if (entries.length > 0) return [`${title}: ${entries.join(', ')}`];
  return none === null ? [] : [`${title}: ${none}`];
};

export default defineTool({
  title: 'How files hang together: dependencies, entry points, cycles, dead modules, hubs',
  analyse: (files: readonly SourceFile[]) => {
    const sorted = byPath(files);
    const paths = new Set(sorted.map(({ path }) => path));
    const skipped: string[] = [];
    const modules: Module[] = [];
    for (const file of sorted) {
      const parsed = parse(file);
      if (parsed && 'reason' in parsed) skipped.push(`${file.path} (${parsed.reason})`);
      else if (parsed) modules.push(moduleOf(parsed.syntax, paths));
    }
    const importers = Map.groupBy(
      modules.flatMap(({ path, imports }) => imports.map((target) => ({ path, target }))),
      ({ target }) => target,
    );
    const named = namedByPackages(sorted, paths);
    const isImported = ({ path }: Module) => importers.has(path);
    const isEntry = (module: Module) =>
      startsItself(module.syntax) ||
      named.has(module.path) ||
      (!isImported(module) &&
        (hasEntryName(module.path) || (module.imports.length > 0 && actsAtTop(module.syntax))));
    const entries = modules.filter((module) => !isStartedByTools(module.path) && isEntry(module));
    const dead = modules.filter(
      (module) => !isImported(module) && !entries.includes(module) && !isStartedByTools(module.path),
    );
    const hubs = [...importers]
      .filter(([, list]) => list.length >= FEWEST_IMPORTERS)
      .sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0]))
      .slice(0, MOST_HUBS);
    const cycles = cyclesOf(new Map(modules.map(({ path, imports }) => [path, imports])));
    return [
      ...section('languages', sizes(sorted), 'none'),
      ...section(
        'entry points',
        entries.map(({ path }) => path),
        'none',
      ),
      ...section(
        'dead modules',
        dead.map(({ path }) => path),
        'none',
      ),
      ...(cycles.length > 0
        ? cycles.map((each) => `cycle: ${each.join(' ')}`).sort(compareText)
        : ['cycles: none']),
      ...section(
        'most imported',
        hubs.map(([path, list]) => `${path} by ${list.length}`),
      ),
      ...section('packages', [...new Set(modules.flatMap(({ packages }) => packages))].sort(compareText)),
      ...section('not read', skipped),
      'dependencies:',
      ...modules
        .filter(({ imports }) => imports.length > 0)
        .map(({ path, imports }) => `  ${path} -> ${imports.join(' ')}`),
    ].join('\n');
  },
});
