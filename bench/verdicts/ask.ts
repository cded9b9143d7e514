/** Programs that the study starts, one at a time: tito as a user types it, and the usual tools. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Comparison, ComparisonReport } from '../../src/schema/comparison-report.ts';

const execute = promisify(execFile);
const HERE = import.meta.dirname;
const LONGEST_ANSWER = 2 ** 28;

export interface Tito {
  /** The program. */
  file: string;
  /** Where it is started, and leaves its results. */
  folder: string;
}

/** A gate that fails ends with 4, and its report is there all the same. */
async function answer(file: string, words: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await execute(process.execPath, [file, ...words], { cwd, maxBuffer: LONGEST_ANSWER });
    return stdout;
  } catch (cause) {
    const { code, stdout, stderr } = cause as { code?: number; stdout?: string; stderr?: string };
    if (code === 4 && stdout) return stdout;
    throw new Error(`node ${[file, ...words].join(' ')} ended with ${code}: ${stderr?.trim()}`, { cause });
  }
}

/** @returns what `tito benchmark compare` says of the only workload, and the whole report */
export async function compare(
  { file, folder }: Tito,
  words: readonly string[],
): Promise<{ comparison: Comparison; report: ComparisonReport }> {
  const text = await answer(file, ['benchmark', 'compare', ...words, '--format', 'json'], folder);
  const report = JSON.parse(text) as ComparisonReport;
  const [comparison] = report.comparisons;
  if (!comparison) throw new Error('there is no comparison in the report');
  return { comparison, report };
}

/** The part of a comparison that the study keeps. */
export const told = ({ verdict, ratio, ratio_ci95, pairs, isolates, spent_s }: Comparison) => ({
  verdict,
  ratio,
  ci95: ratio_ci95,
  pairs: pairs ?? 0,
  isolates,
  spent_s,
});

/** Measures a benchmark. @returns the file that its run was saved to */
export async function save({ file, folder }: Tito, words: readonly string[]): Promise<string> {
  const results = join(folder, 'benchmarks');
  const known = new Set(existsSync(results) ? readdirSync(results) : []);
  await answer(file, ['benchmark', 'run', ...words, '--format', 'json'], folder);
  const saved = readdirSync(results).find((name) => !known.has(name) && name.endsWith('.json'));
  if (saved === undefined) throw new Error(`no run was saved to ${results}`);
  return join('benchmarks', saved);
}

const figures = z.object({
  welch: z.number(),
  mann_whitney: z.number(),
  ratio: z.number(),
  typical_ms: z.number(),
});
const pairFigures = z.object({ tinybench: figures, mitata: figures });
const aloneFigures = z.object({
  tinybench: figures.pick({ typical_ms: true }),
  mitata: figures.pick({ typical_ms: true }),
});

const tools = async (files: readonly string[], milliseconds: number): Promise<unknown> =>
  JSON.parse(await answer(join(HERE, 'usual-tools.ts'), [`${milliseconds}`, ...files], HERE));

/** tinybench and mitata on A and B, each of them in `milliseconds`. */
export const usualPair = async (files: readonly [string, string], milliseconds: number) =>
  pairFigures.parse(await tools(files, milliseconds));

export const usualAlone = async (file: string, milliseconds: number) =>
  aloneFigures.parse(await tools([file], milliseconds));

/** Runs of A, then runs of B, as hyperfine takes them. @returns milliseconds */
export async function runsOneAfterTheOther(
  words: readonly string[],
  warm: number,
  runs: number,
): Promise<{ a: number[]; b: number[] }> {
  const times = async () => {
    const samples: number[] = [];
    for (let i = -warm; i < runs; i++) {
      const start = performance.now();
      await execute(process.execPath, [...words]);
      if (i >= 0) samples.push(performance.now() - start);
    }
    return samples;
  };
  return { a: await times(), b: await times() };
}
