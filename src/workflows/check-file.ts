import { relative, resolve } from 'node:path';
import { createExaminer } from '../../community/examine.ts';
import type { Finding } from '../analysis/check/finding.ts';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import type { DocumentPart } from '../contracts.ts';
import { EXIT, TitoError } from '../errors.ts';
import { isDefined } from '../schema/runs.ts';
import { readRun } from '../storage/read-run.ts';
import type { ReportOptions } from './report-file.ts';
import { writeReport } from './write-report.ts';

/**
 * `tito benchmark submit --check`: recomputes every figure of a saved run from its raw samples, by the registry's own
 * checker.
 * @returns 0 where every figure follows from the samples, even if such a run holds no rank; 4 where one does not
 */
export async function checkFile(context: Context, word: string, options: ReportOptions): Promise<number> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const file = resolve(context.cwd, word);
  const { run, stated } = readRun(file);
  const shown = relative(context.cwd, file) || word;
  // What was measured there is up to who measured it: there is no definition to hold it against.
  if (!isDefined(run)) throw new TitoError('not_submittable', { file: shown, kind: run.plan.kind });
  const examine = await createExaminer(context.root);
  const { findings, obstacles } = await examine(stated);
  const isRefused = findings.some(({ severity }) => severity === 'refused');
  const report = {
    data: {
      schema_version: 1,
      file: shown,
      kind: run.plan.kind,
      accepted: !isRefused,
      rankable: !isRefused && obstacles.length === 0,
      findings,
      obstacles,
    },
    rows: [...findings, ...obstacles].map((finding) => ({ ...finding })),
    parts: partsOf(shown, findings, obstacles, isRefused),
  };
  const { output } = options;
  await writeReport(context, report, { format: values.format, ...(output === undefined ? {} : { output }) });
  return isRefused ? EXIT.gate : EXIT.done;
}

function partsOf(
  file: string,
  findings: readonly Finding[],
  obstacles: readonly Finding[],
  isRefused: boolean,
): DocumentPart[] {
  const heading: DocumentPart = {
    kind: 'heading',
    icon: isRefused ? '❌' : '✅',
    text: isRefused ? `${file} does not add up` : `${file}: every figure follows from its samples`,
  };
  const list = findings.map(
    ({ severity, rule, where, message }): DocumentPart => ({
      kind: 'message',
      icon: severity === 'refused' ? '❌' : '⚠',
      tone: severity === 'refused' ? 'bad' : 'warning',
      text: `${where}: ${message} (${rule})`,
    }),
  );
  const unranked = obstacles.map(
    ({ rule, message }): DocumentPart => ({
      kind: 'message',
      icon: '⚠',
      tone: 'warning',
      text: `It would not be ranked: ${message} (${rule})`,
    }),
  );
  return [heading, ...list, ...unranked];
}
