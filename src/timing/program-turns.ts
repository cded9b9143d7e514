import { createHash } from 'node:crypto';
import { checkAnswers, toGrid } from '../analysis/check-answers.ts';
import type { InputArray, Isolate } from '../contracts.ts';
import type { MeasuredWorkload } from '../schema/measured-workload.ts';
import type { Finding, TurnTaker } from '../turn-contracts.ts';

/** What is needed of a `program` workload, and its inputs with the known right answers by step name. */
export interface ProgramData {
  workload: Pick<Extract<MeasuredWorkload, { shape: 'program' }>, 'setup' | 'steps' | 'grid'>;
  inputs: Record<string, InputArray>;
  answers: Record<string, ArrayLike<number>>;
}

const hash = (values: ArrayLike<number>, grid: number) =>
  createHash('sha256')
    .update(new Uint8Array(toGrid(values, grid).buffer))
    .digest('hex');

/** A subject's isolate that takes turns with a program over its operations. */
export function programTurns(isolate: Isolate, data: ProgramData): TurnTaker {
  const { collections } = isolate;
  return {
    facts: isolate.facts,
    pace: 'shared',
    pin: (processor) => isolate.pin(processor),
    check: () => check(isolate, data),
    // Right answers are known, so that nothing has to be held against another contender.
    outcome: () => null,
    run: (calls) => isolate.run(calls),
    ...(collections && { collections: (calls: number) => collections.call(isolate, calls) }),
    sample: (budgetMs) => isolate.sample(budgetMs),
    conclude: () => conclude(isolate, data),
    close: () => isolate.close(),
  };
}

/** What lacks an operation is skipped, what fails is failed, what is wrong is invalid. */
async function check(isolate: Isolate, { workload, inputs, answers }: ProgramData): Promise<Finding | null> {
  const steps = [...workload.setup, ...workload.steps];
  const needed = [...steps.map((step) => step.operation), 'values' as const];
  const { broken, missing } = isolate.facts;
  const reasons = (of: typeof missing) => needed.flatMap((operation) => of[operation] ?? []);
  if (reasons(broken).length > 0) return { status: 'failed', reason: listed(reasons(broken)) };
  if (reasons(missing).length > 0) return { status: 'skipped', reason: listed(reasons(missing)) };
  const program = { inputs, setup: workload.setup, steps: workload.steps, observed: Object.keys(answers) };
  const { values, failure } = await isolate.rehearse(program);
  const mismatch = checkAnswers(steps, values, answers, workload.grid);
  if (mismatch) return { status: 'invalid', reason: `${mismatch.operation} is wrong`, mismatch };
  if (!failure) return null;
  const isUnbuilt = failure.message.startsWith('NotImplementedError');
  const status = isUnbuilt ? 'skipped' : 'failed';
  return { status, reason: `${failure.operation}: ${failure.message}` };
}

/** Several reasons as one, without a full stop. */
const listed = (reasons: readonly string[]) =>
  [...new Set(reasons)].map((reason) => reason.replace(/\.$/, '')).join('; ');

/** The timed loop has to have computed the known answer as well, not only the rehearsal: so both sides did the same. */
async function conclude(isolate: Isolate, { workload, answers }: ProgramData) {
  const computed = hash(await isolate.result(), workload.grid);
  const answer = answers[workload.steps.at(-1)?.name ?? ''];
  const isRight = !answer || hash(answer, workload.grid) === computed;
  const reason = 'the timed loop computed something else than the rehearsal before it';
  return { hash: computed, finding: isRight ? null : { status: 'invalid' as const, reason } };
}
