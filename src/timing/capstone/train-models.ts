import { createHash } from 'node:crypto';
import type { Digits, ModelProcess, SerializedModel } from '../../contracts.ts';
import { type CapstonePlan, MODELS, type ModelId, type TrainedModel } from '../../schema/capstone-run.ts';
import { SubjectFailure } from '../isolates/subject-failure.ts';
import type { CapstoneEvent } from './events.ts';
import { classesOf } from './predictions.ts';

export interface TrainInput {
  plan: CapstonePlan;
  train: Digits;
  test: Digits;
  /** Starts a fresh process in which the subject is loaded and nothing is trained. */
  start: () => Promise<ModelProcess>;
  signal: AbortSignal;
  onEvent: (event: CapstoneEvent) => void;
}

/** The models as the run tells of them, and what measuring them needs. */
export interface TrainedModels {
  models: TrainedModel[];
  serialized: Map<ModelId, SerializedModel>;
  /** Logits over the test set right after training. */
  logits: Map<ModelId, Float32Array>;
}

const unserialized: TrainedModel['serialized'] = {
  status: 'skipped',
  encoding: null,
  size_bytes: null,
  sha256: null,
};

const untrained = (id: ModelId): TrainedModel => ({
  id,
  status: 'skipped',
  reason: 'it was not reached',
  train_ms: 0,
  train_cpu_ms: 0,
  parameters: null,
  predictions: null,
  serialized: unserialized,
});

/**
 * Trains both models in one process, from the training images alone. Only when both are trained and their bytes are
 * kept does the process see the test images; their labels it never sees. A failure of the subject is in the models;
 * an interruption leaves what was not reached as it is.
 */
export async function trainModels(input: TrainInput): Promise<TrainedModels> {
  const trained: TrainedModels = { models: MODELS.map(untrained), serialized: new Map(), logits: new Map() };
  const [baseline, optimized] = trained.models as [TrainedModel, TrainedModel];
  const needsBaseline = () => {
    if (baseline.status !== 'ok') optimized.reason = 'it needs the baseline';
  };
  let process: ModelProcess | undefined;
  try {
    process = await attempt(baseline, input.start);
    input.onEvent({ kind: 'subject-loaded', facts: process.facts });
    await train(process, baseline, trained, input);
    await train(process, optimized, trained, input);
    for (const model of trained.models) await predict(process, model, trained, input);
  } catch (cause) {
    if (!input.signal.aborted && !(cause instanceof SubjectFailure)) throw cause;
  } finally {
    needsBaseline();
    await process?.close();
  }
  return trained;
}

/** Trains one model and keeps its bytes. */
async function train(process: ModelProcess, model: TrainedModel, trained: TrainedModels, input: TrainInput) {
  const { plan, train: data, onEvent } = input;
  onEvent({ kind: 'training', model: model.id, done: null, total: null });
  const facts = await attempt(model, () => process.train(trainingOf(model.id, plan, data, onEvent)));
  const { train_ms, cpu_ms, parameters } = facts;
  Object.assign(model, { status: 'ok', train_ms, train_cpu_ms: cpu_ms, parameters });
  delete model.reason;
  model.serialized = { ...unserialized };
  const serialized = await attempt(model.serialized, () => process.serialize(model.id)).catch(onlyRaised);
  if (!serialized) return;
  trained.serialized.set(model.id, serialized);
  model.serialized = {
    status: 'ok',
    encoding: serialized.encoding,
    size_bytes: serialized.size_bytes,
    sha256: createHash('sha256').update(serialized.bytes).digest('hex'),
  };
}

/** The request to train a model, as every process gets it. */
export const trainingOf = (
  model: ModelId,
  plan: CapstonePlan,
  data: Digits,
  onEvent: (event: CapstoneEvent) => void,
): Parameters<ModelProcess['train']>[0] => ({
  model,
  data,
  seed: plan.model_seed,
  limit_ms: plan.timing.train_limit_s * 1000,
  onProgress: (done, total) => onEvent({ kind: 'training', model, done, total }),
});

async function predict(
  process: ModelProcess,
  model: TrainedModel,
  trained: TrainedModels,
  input: TrainInput,
) {
  const { images, count, size } = input.test;
  const test = { images, count, size };
  const { batch } = input.plan.timing;
  const logits = await attempt(model, () => process.predict(model.id, test, batch)).catch(onlyRaised);
  if (!logits) return;
  trained.logits.set(model.id, logits);
  model.predictions = classesOf(logits);
}

/** Goes on after a failure that the process has outlived. */
function onlyRaised(cause: unknown): undefined {
  if (!(cause instanceof SubjectFailure) || cause.kind !== 'raised') throw cause;
}

/** Notes how the subject failed, and passes the failure on. */
async function attempt<T>(
  outcome: { status: TrainedModel['status']; reason?: string | undefined },
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof SubjectFailure) {
      outcome.status = /\bNotImplementedError\b/.test(cause.message) ? 'skipped' : 'failed';
      outcome.reason = cause.message;
    }
    throw cause;
  }
}
