import { appendFileSync, rmSync } from 'node:fs';
import type { Block, Run, SubjectFacts } from '../schema/run.ts';

/** A line of a journal: the run without its blocks, then what is known of the subject, then block after block. */
export type JournalLine = { run: Run } | { subject: SubjectFacts } | { block: Block };

/** What is finished is on disk before the next block starts, so that a kill loses one block at the most. */
export interface Journal {
  append: (line: JournalLine) => void;
  /** The first failure to write, such as a full disk; a run goes on without its journal. */
  failure: () => Error | null;
  remove: () => void;
}

export function openJournal(file: string): Journal {
  let failure: Error | null = null;
  return {
    append: (line) => {
      if (failure) return;
      try {
        appendFileSync(file, `${JSON.stringify(line)}\n`);
      } catch (cause) {
        failure = cause as Error;
      }
    },
    failure: () => failure,
    remove: () => rmSync(file, { force: true }),
  };
}

/**
 * The run that a journal's lines tell of: as an interrupted one, with the blocks that were finished.
 * A last line that was cut off by a kill is left out.
 *
 * @returns the run as unchecked data, or null where not even the first line is whole
 */
export function runFromJournal(text: string): Record<string, unknown> | null {
  const lines = text.split('\n').flatMap((line): Record<string, unknown>[] => {
    try {
      return line === '' ? [] : [JSON.parse(line)];
    } catch {
      return [];
    }
  });
  const [header] = lines;
  if (typeof header?.run !== 'object' || header.run === null) return null;
  const subject = lines.find((line) => 'subject' in line)?.subject;
  const blocks = lines.filter((line) => 'block' in line).map((line) => line.block);
  return { ...header.run, ...(subject ? { subject } : {}), blocks, interrupted: true };
}
