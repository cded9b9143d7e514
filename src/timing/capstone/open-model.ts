import type { Digits, ModelProcess } from '../../contracts.ts';
import type { CapstoneContender, CapstonePlan, ModelId } from '../../schema/capstone-run.ts';
import { SubjectFailure } from '../isolates/subject-failure.ts';
import type { CapstoneEvent } from './events.ts';
import { type TrainedModels, trainingOf } from './train-models.ts';

export interface OpenInput {
  plan: CapstonePlan;
  train: Digits;
  trained: TrainedModels;
  start: () => Promise<ModelProcess>;
  onEvent: (event: CapstoneEvent) => void;
}

/**
 * A fresh process that holds one model: loaded from its bytes, or, where there are none that load, trained once more.
 * How it came about is noted in the contender.
 *
 * @throws SubjectFailure where neither works
 */
export async function openModel(contender: CapstoneContender, input: OpenInput): Promise<ModelProcess> {
  const { id } = contender;
  const serialized = input.trained.serialized.get(id);
  if (serialized) {
    const process = await input.start();
    try {
      await process.restore(id, serialized);
      return process;
    } catch (cause) {
      await process.close();
      if (!(cause instanceof SubjectFailure)) throw cause;
      contender.reason = cause.message;
    }
  } else {
    const model = input.trained.models.find((each) => each.id === id);
    contender.reason = model?.serialized.reason ?? 'it has no bytes';
  }
  contender.origin = 'trained';
  return trainAgain(id, input);
}

async function trainAgain(id: ModelId, { plan, train, start, onEvent }: OpenInput): Promise<ModelProcess> {
  const process = await start();
  try {
    const models: ModelId[] = id === 'baseline' ? ['baseline'] : ['baseline', 'optimized'];
    for (const model of models) await process.train(trainingOf(model, plan, train, onEvent));
    return process;
  } catch (cause) {
    await process.close();
    throw cause;
  }
}
