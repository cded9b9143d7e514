import { appendFileSync, rmSync } from 'node:fs';
import { TitoError } from '../errors.ts';
import type { CapstoneBlock, TestSet, TrainedModel } from '../schema/capstone-run.ts';
import type { ComparisonRun } from '../schema/comparison-run.ts';
import type { Block, SubjectFacts } from '../schema/run.ts';
import type { AnySavedRun } from '../schema/runs.ts';
import type { TaskSample, TasksRun } from '../schema/tasks-run.ts';

/** A line of a journal: the run as it was planned, then part after part of it; blocks one by one. */
export type JournalLine =
  | { run: AnySavedRun }
  | { subject: SubjectFacts }
  /** Each as far as it is known; the last line counts. */
  | Pick<ComparisonRun, 'subjects'>
  | Pick<ComparisonRun, 'confirmation'>
  | { models: TrainedModel[]; test: TestSet }
  | { block: Block | CapstoneBlock }
  | ({ sample: TaskSample } & Pick<TasksRun, 'wall_ms'>);

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
 * @throws TitoError `not_a_run` for a line that is damaged without being the last
 */
export function runFromJournal(text: string, file: string): Record<string, unknown> | null {
  const written = text.split('\n');
  const lines = written.flatMap((line, i): Record<string, unknown>[] => {
    if (line === '') return [];
    const value = parseLine(line);
    if (value) return [value];
    if (i === written.length - 1) return [];
    throw new TitoError('not_a_run', {
      file,
      line: `${i + 1}`,
      reason: 'this line of the journal is damaged.',
    });
  });
  const run = lines[0]?.run;
  if (!isRecord(run)) return null;
  const parts = lines.slice(1).map(({ block, sample, ...part }) => part);
  const list = 'samples' in run ? 'samples' : 'blocks';
  const items = lines.flatMap(({ block, sample }) => block ?? sample ?? []);
  return Object.assign({}, run, ...parts, { [list]: items, interrupted: true });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseLine(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
