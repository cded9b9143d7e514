import { relative, resolve } from 'node:path';
import { checkRun } from '../analysis/check/check-run.ts';
import type { Finding } from '../analysis/check/finding.ts';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import { loadSuite } from '../config/load-suite.ts';
import type { DocumentPart } from '../contracts.ts';
import { EXIT } from '../errors.ts';
import { DIGITS_VERSION, generateDigits } from '../reference/digits/generate.ts';
import { capstoneSuite } from '../schema/capstone-suite.ts';
import { type AnyRun, isCapstone } from '../schema/runs.ts';
import { sha256 } from '../storage/digest.ts';
import { readRun } from '../storage/read-run.ts';
import type { ReportOptions } from './report-file.ts';
import { loadStatistics } from './report-run.ts';
import { writeReport } from './write-report.ts';

/**
 * `tito benchmark submit --check`: recomputes every figure of a saved run from its raw samples.
 * @returns 0 where the registry would take it, 4 where it would refuse it
 */
export async function checkFile(context: Context, word: string, options: ReportOptions): Promise<number> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const file = resolve(context.cwd, word);
  const { run, stated } = readRun(file);
  const findings = checkRun({
    saved: stated,
    run,
    labels: knownLabels(run),
    sha256,
    statistics: await loadStatistics(context.root),
    scoring: await loadSuite('capstone', capstoneSuite, { root: context.root }),
  });
  const isRefused = findings.some(({ severity }) => severity === 'refused');
  const shown = relative(context.cwd, file) || word;
  const report = {
    data: { schema_version: 1, file: shown, kind: run.plan.kind, accepted: !isRefused, findings },
    rows: findings.map((finding) => ({ ...finding })),
    parts: partsOf(shown, findings, isRefused),
  };
  const { output } = options;
  await writeReport(context, report, { format: values.format, ...(output === undefined ? {} : { output }) });
  return isRefused ? EXIT.gate : EXIT.done;
}

/** The labels that the generator gives for the run's seed; null where this tito can't tell. */
function knownLabels(run: AnyRun): string | null {
  if (!isCapstone(run)) return null;
  const { data } = run.plan;
  const seed = run.test?.test_seed ?? null;
  if (data.source !== 'generated' || data.generator !== DIGITS_VERSION || seed === null) return null;
  return generateDigits({ count: data.test_count, size: data.size, seed }).labels.join('');
}

function partsOf(file: string, findings: readonly Finding[], isRefused: boolean): DocumentPart[] {
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
  return [heading, ...list];
}
