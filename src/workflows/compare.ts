import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { EXIT, TitoError } from '../errors.ts';
import { describeMeasuringPlan } from './describe-measuring-plan.ts';
import { executeComparison } from './execute-comparison.ts';
import { type CompareSettings, planCompare } from './plan-compare.ts';
import { outcomeOf, resultsFor, saveAndWrite } from './save-measured.ts';
import { checkFormat, type ReportWishes, wishesOf, withoutTemplate, writeReport } from './write-report.ts';

export interface CompareOptions extends ReportWishes {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  /** SPECs and files, the older side first. */
  words: readonly string[];
  against: string | null;
  workloads: readonly string[];
  budget_s: number | null;
  /** Null for the defaults. */
  margin_percent: number | null;
  threshold_percent: number | null;
  /** Whether a regression ends with exit code 4. */
  isGate: boolean;
  dryRun: boolean;
  verbose: boolean;
}

const MARGIN_PERCENT = 1;
const THRESHOLD_PERCENT = 5;
const COMMAND = 'tito benchmark compare';

const isSaved = (word: string) => /\.jsonl?$/i.test(word);
const usage = (message: string) => new TitoError('usage', { message, command: COMMAND });

/**
 * `tito benchmark compare`: two saved runs, or two sides measured now, in turns.
 *
 * @returns exit code 0, or 4 where the gate fails or something computes wrongly; an error where the report is written
 *   but something else remains to be said
 */
export async function compare(
  context: Context,
  options: CompareOptions,
  createProgress: () => Promise<Progress>,
): Promise<number | TitoError> {
  const { words, against, isGate } = options;
  if (options.threshold_percent !== null && !isGate) {
    throw usage('--threshold goes with --fail-on-regression.');
  }
  const threshold_percent = isGate ? (options.threshold_percent ?? THRESHOLD_PERCENT) : null;
  const margin_percent = options.margin_percent ?? MARGIN_PERCENT;
  const { workloads, budget_s } = options;
  const config = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const target = { format: config.values.format, ...wishesOf(options) };
  await checkFormat(context.root, target);
  const common = { workloads, budget_s, margin_percent, threshold_percent };
  if (against !== null) {
    const [word = 'auto', ...others] = words;
    if (others.length > 0 || isSaved(word)) {
      throw usage('--against takes at most one SPEC: the same code is measured in both trees.');
    }
    const { withCommit } = await import('./compare-against.ts');
    return withCommit(context, against, word, (sides) =>
      measured(context, config, { ...common, ...sides }, options, createProgress),
    );
  }
  const [a, b, ...others] = words;
  if (a === undefined || b === undefined || others.length > 0) {
    throw usage(`Give two sides to compare, or --against with a commit; given: ${words.length}.`);
  }
  if (isSaved(a) && isSaved(b)) {
    const { compareSavedFiles } = await import('./compare-saved.ts');
    const { flags } = options;
    return compareSavedFiles(context, [a, b], {
      flags,
      threshold_percent,
      margin_percent,
      workloads,
      ...target,
    });
  }
  if (isSaved(a) || isSaved(b)) {
    const [saved, live] = isSaved(a) ? [a, b] : [b, a];
    throw new TitoError('wrong_shape', {
      message: `'${saved}' is a saved run and '${live}' is code: one can't take turns with the other.`,
      hint: `Measure it first ('tito benchmark run' saves a run), or compare two moments live: ${COMMAND} --against COMMIT.`,
    });
  }
  const side = (word: string) => ({
    word,
    label: word.replace(/^(?:command|function):/, ''),
    directory: context.cwd,
  });
  const settings = { ...common, against: null, a: side(a), b: side(b) };
  return measured(context, config, settings, options, createProgress);
}

async function measured(
  context: Context,
  config: LoadedConfig,
  settings: CompareSettings,
  options: CompareOptions,
  createProgress: () => Promise<Progress>,
): Promise<number | TitoError> {
  const target = { format: config.values.format, ...wishesOf(options) };
  const progress = await createProgress();
  progress.update('Planning');
  const planned = await planCompare(context, config, settings).finally(() => progress.done());
  if (options.dryRun) {
    await writeReport(context, describeMeasuringPlan(planned.plan), withoutTemplate(target));
    return EXIT.done;
  }
  const results = resultsFor(context, config, planned.plan.kind);
  const surroundings = { results, progress, verbose: options.verbose };
  const run = await executeComparison(context, planned, surroundings).finally(() => progress.done());
  const { data, ending } = await saveAndWrite(context, run, { results, target, progress });
  return ending ?? (data.gate.failed ? EXIT.gate : outcomeOf(run));
}
