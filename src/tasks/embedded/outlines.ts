/** A file as an analyser outlined it, without its text. */
export interface Outline {
  path: string;
  lines: number;
  /** As lines of code, so that they are read as those of a file are. */
  imports: string[];
  classes: string[];
  functions: { name: string; first_line: number; last_line: number; complexity: number }[];
}

const HEADING = /^(\S+\.\w+): .*?\b(\d+) lines\b/;
const DETAIL = /^\s+(imports|classes|functions): (.+)$/;
// Begins where a word does: without that, a long word would take quadratic time.
const FUNCTION = /(?<![\w$.])([\w$.]+) (\d+)-(\d+) complexity (\d+)/g;

/** `module (a b)` as a line of the language that the path is in. */
function importLine(path: string, item: string): string {
  const [, module = item, names] = /^(\S+)(?: \(([^)]*)\))?$/.exec(item.trim()) ?? [];
  if (!path.endsWith('.py')) return `import x from '${module}'`;
  return names === undefined ? `import ${module}` : `from ${module} import ${names.split(' ').join(', ')}`;
}

/**
 * Headings `path: … N lines` with lines of details below them.
 * @returns the outlines, and all other lines
 */
export function readOutlines(lines: readonly string[]): { outlines: Outline[]; others: string[] } {
  const outlines: Outline[] = [];
  const others: string[] = [];
  let current: Outline | null = null;
  for (const line of lines) {
    const heading = HEADING.exec(line);
    if (heading) {
      current = {
        path: heading[1] ?? '',
        lines: Number(heading[2]),
        imports: [],
        classes: [],
        functions: [],
      };
      outlines.push(current);
    } else if (!/^\s+\S/.test(line) || current === null) {
      current = null;
      others.push(line);
    } else addDetail(current, line);
  }
  return { outlines, others };
}

function addDetail(outline: Outline, line: string): void {
  const [, kind, text = ''] = DETAIL.exec(line) ?? [];
  if (kind === 'imports') {
    outline.imports.push(...text.split(', ').map((item) => importLine(outline.path, item)));
  } else if (kind === 'classes') {
    outline.classes.push(...text.split(', ').map((item) => item.trim().split(' ')[0] ?? ''));
  } else if (kind === 'functions') {
    for (const [, name = '', first, last, complexity] of text.matchAll(FUNCTION)) {
      outline.functions.push({
        name: name.split('.').at(-1) ?? '',
        first_line: Number(first),
        last_line: Number(last),
        complexity: Number(complexity),
      });
    }
  }
}
