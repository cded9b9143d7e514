import type { Edge } from './imports.ts';
import type { Flaw } from './line-rules.ts';
import { type Outline, readOutlines } from './outlines.ts';

/** A function that a tool named: `path:first-last name`. */
export interface NamedFunction {
  file: string;
  name: string;
  first_line: number;
  last_line: number;
  complexity: number | null;
}

/** What the prose of a prompt says in forms that tools commonly print. */
export interface Notes {
  flaws: Flaw[];
  edges: Edge[];
  functions: NamedFunction[];
  /** Functions that stand in lines one after the other. */
  blocks: NamedFunction[][];
  outlines: Outline[];
  /** Paths of source files, wherever they are named. */
  paths: string[];
  /** `label: a, b` as the words of the label and the items; also items in the lines below `label:`. */
  labelled: Map<string, string[]>;
}

// Begins where a word does: without that, a long word would take quadratic time.
const FLAW = /(?<![^\s'"`([])([^\s:'"`([]+):(\d{1,7})\b.*?\b(CWE-\d+)/;
const EDGE = /^\s*(?:[-*]\s+)?(\S+)\s+(?:->|→|imports)\s+(\S.*)$/;
const FUNCTION =
  /^\s*(?:[-*]\s+)?([^\s:]+):(\d{1,7})-(\d{1,7})\s+(?:function |method |def )?([A-Za-z_$][\w$.]*)(.*)$/;
const LABEL = /^\s*(?:[-*#]+\s+)?([A-Za-z][A-Za-z _-]{2,40}?)(?:\s*\([^)]*\))?:\s*(.*)$/;

/** One form for labels and names of fields: `Entry points` is `entry_points`. */
export const labelOf = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

const itemsOf = (text: string): string[] =>
  text
    .split(/,\s+/)
    .map((item) => item.trim())
    .filter((item) => item !== '' && item !== 'none' && item !== '-');

/** @param lines those of a prompt that belong to no file */
export function readNotes(lines: readonly string[]): Notes {
  const { outlines, others } = readOutlines(lines);
  const notes: Notes = {
    flaws: [],
    edges: [],
    functions: outlines.flatMap(({ path, functions }) => functions.map((each) => ({ file: path, ...each }))),
    blocks: [],
    outlines,
    paths: pathsIn(lines),
    labelled: new Map(),
  };
  let block: NamedFunction[] = [];
  let list: string[] | null = null;
  for (const line of others) {
    const named = functionIn(line);
    if (named) {
      notes.functions.push(named);
      if (block.length === 0) notes.blocks.push(block);
      block.push(named);
      continue;
    }
    block = [];
    const flaw = line.includes('CWE-') ? FLAW.exec(line) : null;
    const edge = EDGE.exec(line);
    const label = LABEL.exec(line);
    if (flaw) notes.flaws.push({ file: flaw[1] ?? '', line: Number(flaw[2]), cwe: flaw[3] ?? '' });
    else if (edge) {
      const targets = (edge[2] ?? '').split(/[\s,]+/).filter((to) => to !== '');
      notes.edges.push(...targets.map((to) => ({ from: edge[1] ?? '', to })));
    }
    if (label) {
      list = itemsOf(label[2] ?? '');
      notes.labelled.set(labelOf(label[1] ?? ''), list);
    } else if (list && /^\s+\S|^[-*]\s/.test(line)) list.push(line.replace(/^\s*(?:[-*]\s+)?/, '').trim());
    else list = null;
  }
  return notes;
}

/** The example of how to answer names paths too, which are nobody's: its lines have braces. */
function pathsIn(lines: readonly string[]): string[] {
  const found = lines
    .filter((line) => !line.includes('{'))
    .flatMap((line) => line.match(/(?<![\w./-])[\w./-]+\.(?:py|[cm]?[jt]sx?)\b/g) ?? []);
  return [...new Set(found)];
}

function functionIn(line: string): NamedFunction | null {
  const read = FUNCTION.exec(line);
  if (!read) return null;
  const complexity = /complexity\D{0,3}(\d+)/.exec(read[5] ?? '')?.[1];
  return {
    file: read[1] ?? '',
    // A method is known by its bare name, as in the code.
    name: read[4]?.split('.').at(-1) ?? '',
    first_line: Number(read[2]),
    last_line: Number(read[3]),
    complexity: complexity === undefined ? null : Number(complexity),
  };
}
