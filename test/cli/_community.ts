import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import type { Context } from '../../src/cli/context.ts';
import { parseLoosely } from '../../src/membership/parse-loosely.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Result, tito } from '../support/tito.ts';

/** A Saturday in the fall of 2026. */
export const NOW = Date.UTC(2026, 10, 21, 9);
export const KENYA = [
  '--country',
  'Kenya',
  '--institution',
  'University of Nairobi',
  '--course-type',
  'university_course',
];
export const JOIN = ['join', ...KENYA, '--yes'];

/** Somebody with a home and a working directory of their own. */
export interface Student {
  home: string;
  cwd: string;
  env: Record<string, string | undefined>;
  /** Runs `tito community …` in this process. */
  community: (words: readonly string[], given?: Partial<Context>) => Promise<Result>;
  /** The same with `--format json`, parsed. */
  answer: <Schema extends z.core.$ZodType>(
    schema: Schema,
    words: readonly string[],
  ) => Promise<z.output<Schema>>;
  /** Paths of every file below home and working directory. */
  files: () => string[];
  submission: () => string;
}

export function student(env: Record<string, string | undefined> = {}): Student {
  const home = temporaryFolder();
  const cwd = temporaryFolder();
  const own = { PATH: process.env.PATH, HOME: home, TZ: 'Africa/Nairobi', ...env };
  const community: Student['community'] = (words, given = {}) =>
    tito(['community', ...words], { cwd, env: own, clock: () => NOW, ...given });
  return {
    home,
    cwd,
    env: own,
    community,
    answer: async (schema, words) => {
      const { stdout, stderr, exit } = await community([...words, '--format', 'json']);
      if (exit !== 0) throw new Error(`${exit}: ${stdout}${stderr}`);
      const { data, problem } = parseLoosely(schema, JSON.parse(stdout));
      if (problem !== null) throw new Error(problem);
      return data;
    },
    files: () => [...listed(home), ...listed(cwd)],
    submission: () => readFileSync(join(cwd, 'community/my_submission.json'), 'utf8'),
  };
}

const listed = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];
