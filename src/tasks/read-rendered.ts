/** A file as a prompt shows it: whole, or some of its lines. */
export interface RenderedFile {
  path: string;
  lines: { number: number; text: string }[];
}

/** The prompt taken apart into the files it shows and everything else. */
export interface Rendered {
  files: RenderedFile[];
  /** Lines outside of files, in their order. */
  rest: string[];
}

const HEADING = /^=== (\S.*)$/;
const NUMBERED = /^(\d{1,7})\| ?(.*)$/;

/** Reads back what `renderFiles` and `renderExcerpts` wrote, out of any text around it. */
export function readRendered(text: string): Rendered {
  const files = new Map<string, RenderedFile>();
  const rest: string[] = [];
  let current: RenderedFile | null = null;
  for (const line of text.split('\n')) {
    const path = HEADING.exec(line)?.[1];
    if (path !== undefined) {
      current = files.get(path) ?? { path, lines: [] };
      files.set(path, current);
      continue;
    }
    const numbered: RegExpExecArray | null = current === null ? null : NUMBERED.exec(line);
    if (current && numbered) current.lines.push({ number: Number(numbered[1]), text: numbered[2] ?? '' });
    else if (line !== GAP) {
      current = null;
      rest.push(line);
    }
  }
  return { files: [...files.values()], rest };
}

/** Stands for lines that an excerpt leaves out. */
export const GAP = '…';
