import { median } from 'simple-statistics';
import type { Comparison } from '../../schema/tasks-report.ts';
import type { TasksRun } from '../../schema/tasks-run.ts';
import { INTERRUPTED } from '../machine-noise.ts';
import { isSuccess, serverShare } from './sample-facts.ts';
import { TOO_FEW } from './verdict.ts';

/** Beyond these, the reader should know. */
const MUCH_FAILURE = 0.05;
const MUCH_CACHE = 0.1;
const LITTLE_WORK = 0.5;
const SUSPICIOUS_P = 0.05;

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/** Median share of a latency during which the server worked on the request; null where no server tells. */
export function medianServerShare({ samples }: TasksRun): number | null {
  const shares = samples.filter(isSuccess).flatMap((sample) => serverShare(sample) ?? []);
  return shares.length > 0 ? median(shares) : null;
}

/** What the reader should know before any figure is believed, the gravest first. */
export function warningsOf(run: TasksRun, comparison: Comparison): string[] {
  const { plan, samples } = run;
  const successes = samples.filter(isSuccess);
  const [failed, total] = [samples.length - successes.length, samples.length];
  const ofArm = (arm: string) => samples.filter((sample) => sample.arm === arm);
  const failures = (arm: string) =>
    `${ofArm(arm).filter((sample) => !isSuccess(sample)).length} of ${ofArm(arm).length} in the ${arm} arm`;
  const { metrics, strata, strata_planned } = comparison;
  const estimated = successes.filter(({ tokens }) => tokens.estimated).length;
  const prompted = successes.filter(({ tokens }) => tokens.cached !== null);
  const cached = prompted.reduce((sum, { tokens }) => sum + (tokens.cached ?? 0), 0);
  const input = prompted.reduce((sum, { tokens }) => sum + tokens.input, 0);
  const share = medianServerShare(run);
  const because = plan.provider_reason === '' ? '' : ` (${plan.provider_reason.replace(/\.$/, '')})`;
  const truncated = successes.filter(({ finish_reason }) => finish_reason === 'length').length;
  const ungraded = plan.tasks.filter(({ is_graded }) => !is_graded).map(({ id }) => id);
  const warnings: [boolean, string][] = [
    [
      !plan.is_language_model,
      `No language model answered: the provider '${plan.provider}' did${because}. Figures are those of the pipeline, not of a model.`,
    ],
    [
      run.stopped !== null,
      `The run ended before its schedule did: ${(run.stopped ?? '').replace(/\.$/, '')}.`,
    ],
    [
      total > 0 && failed / total > MUCH_FAILURE,
      `${failed} of ${total} samples failed (${percent(failed / total)}).`,
    ],
    [
      metrics.success.p_unadjusted !== null && metrics.success.p_unadjusted <= SUSPICIOUS_P,
      `The arms failed unequally: ${failures('baseline')}, ${failures('tools')} (p = ${Number((metrics.success.p_unadjusted ?? 1).toPrecision(2))}). Time, tokens and quality are those of the answers that came, which favours the arm that failed more.`,
    ],
    [
      strata < strata_planned,
      `${strata} of ${strata_planned} pairs of task and model have two answers or more in each arm: only these are compared.`,
    ],
    [
      metrics.time.reason === TOO_FEW || metrics.tokens.reason === TOO_FEW,
      'Too few samples to tell: with so few, even the clearest difference has a p value above 0.05.',
    ],
    [
      estimated > 0,
      `Tokens are estimated in ${estimated} of ${successes.length} answers: the server did not count them.`,
    ],
    [
      input > 0 && cached / input > MUCH_CACHE,
      `The server answered ${percent(cached / input)} of the input tokens from its prefix cache.`,
    ],
    [
      plan.concurrency > 1 && share !== null && share < LITTLE_WORK,
      `The server worked on a request for ${percent(share ?? 0)} of its latency: the rest was its queue. Set OLLAMA_NUM_PARALLEL, or lower the concurrency of ${plan.concurrency}.`,
    ],
    [truncated > 0, `${truncated} of ${successes.length} answers were cut off at max_output_tokens.`],
    [
      ungraded.length > 0,
      `Nothing is known of the answers' quality in ${ungraded.join(', ')}: there is no truth for the target, so there is no efficiency score.`,
    ],
    [run.interrupted, INTERRUPTED],
  ];
  return warnings.flatMap(([isSo, text]) => (isSo ? [text] : []));
}
