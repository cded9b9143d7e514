import { jsonValues } from '../json-in-text.ts';
import { type RenderedFile, readRendered } from '../read-rendered.ts';
import { type FunctionText, findFunctions } from './functions.ts';
import { type Edge, findImports } from './imports.ts';
import { type Notes, readNotes } from './notes.ts';

/** All that the analyst has: the prompt's text, taken apart. */
export interface Material {
  files: RenderedFile[];
  functions: FunctionText[];
  edges: Edge[];
  packages: string[];
  notes: Notes;
  /** The last JSON outside of files, which is how to answer; null where there is none. */
  example: Readonly<Record<string, unknown>> | null;
}

/** Of a longer line, which nobody wrote by hand, the beginning is read: patterns take more than linear time. */
const LONGEST_LINE = 400;
/** A tool may put all that it says of a file into one line. */
const LONGEST_NOTE = 4000;

export function readMaterial(prompt: string): Material {
  const { files: whole, rest } = readRendered(prompt);
  const files = whole.map(({ path, lines }) => ({
    path,
    lines: lines.map(({ number, text }) => ({ number, text: text.slice(0, LONGEST_LINE) })),
  }));
  const objects = [...jsonValues(rest.join('\n'))].flatMap((value) => (Array.isArray(value) ? [] : [value]));
  const notes = readNotes(rest.map((line) => line.slice(0, LONGEST_NOTE)));
  const outlined = notes.outlines.map(({ path, imports }) => ({
    path,
    lines: imports.map((text, k) => ({ number: k + 1, text })),
  }));
  const { edges, packages } = findImports(files.length > 0 ? files : outlined);
  return {
    files,
    functions: files.flatMap(findFunctions),
    edges,
    packages,
    notes,
    example: objects.at(-1) ?? null,
  };
}
