import type { RenderedFile } from '../read-rendered.ts';
import { isPython } from './functions.ts';

export interface Edge {
  from: string;
  to: string;
}

/** What a file's lines import: files that are shown, and names of packages. */
export function findImports(files: readonly RenderedFile[]): { edges: Edge[]; packages: string[] } {
  const paths = new Set(files.map(({ path }) => path));
  const edges = new Map<string, Edge>();
  const packages = new Set<string>();
  for (const { path, lines } of files) {
    for (const { text } of lines) {
      const targets = isPython(path) ? pythonTargets(text) : javascriptTargets(path, text);
      const known = targets.filter(({ file }) => paths.has(file));
      for (const { file } of known) edges.set(`${path} ${file}`, { from: path, to: file });
      const [first] = targets;
      if (known.length === 0 && first?.package) packages.add(first.package);
    }
  }
  return { edges: [...edges.values()], packages: [...packages].sort() };
}

interface Target {
  file: string;
  package?: string;
}

function pythonTargets(line: string): Target[] {
  const from = /^\s*from\s+([\w.]+)\s+import\s+(.+)$/.exec(line);
  const module = from?.[1] ?? /^\s*import\s+([\w.]+)/.exec(line)?.[1];
  if (module === undefined) return [];
  const folder = module.replaceAll('.', '/');
  const names = (from?.[2] ?? '').split(',').map((name) => name.trim().split(' ')[0] ?? '');
  const [first = ''] = module.split('.');
  return [`${folder}.py`, ...names.map((name) => `${folder}/${name}.py`)].map((file) => ({
    file,
    package: first,
  }));
}

function javascriptTargets(path: string, line: string): Target[] {
  const name = /^\s*(?:import|export)\b.*?['"]([^'"]+)['"];?\s*$|\brequire\(\s*['"]([^'"]+)['"]\s*\)/.exec(
    line,
  );
  const target = name?.[1] ?? name?.[2];
  if (target === undefined) return [];
  if (!target.startsWith('.')) return [{ file: '', package: target }];
  const parts = path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const joined = parts.join('/');
  return [joined, `${joined}.js`, `${joined}.ts`, `${joined}/index.js`, `${joined}/index.ts`].map((file) => ({
    file,
  }));
}
