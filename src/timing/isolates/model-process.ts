import * as z from 'zod';
import type { ModelProcess, ModelProcessOptions } from '../../contracts.ts';
import { CLASSES } from '../capstone/predictions.ts';
import { decodeNumbers } from './bridge-program.ts';
import type { LineProcess } from './line-process.ts';
import { SubjectFailure } from './subject-failure.ts';

/** Pieces in which arrays are handed over: a whole one in a single line would raise the peak of the process's memory. */
const PIECE_BYTES = 64 * 2 ** 10;

const duration = z.number().nonnegative();
const done = z.object({});
const trained = z.object({
  train_ms: duration,
  cpu_ms: duration,
  parameters: z.int().nonnegative().nullable(),
});
const serialized = z.object({
  encoding: z.enum(['own', 'state']),
  bytes: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
  size_bytes: z.int().nonnegative(),
});
const predicted = z.object({ logits: z.base64().transform(decodeFloats) });
const slice = z.object({
  ms: duration,
  cpu_ms: duration,
  request_ms: duration,
  preempted: z.boolean(),
  predicted: z.int().nonnegative(),
  changed: z.int().nonnegative(),
});
const callSamples = z.object({
  calls_ms: z.base64().transform((text) => [...decodeNumbers(text)]),
  calls_per_sample: z.int().positive(),
});
const bytesOrNull = z.int().nonnegative().nullable();
const memory = z.object({ idle_bytes: bytesOrNull, peak_bytes: bytesOrNull });
const pinned = z.object({ pinned: z.boolean() });

/** What goes on in a process, in the words of the subject's language. */
export interface Steps {
  baseline: string;
  optimized: string;
  serialize: string;
  restore: string;
}

/** One request: its name, its fields, and what is going on meanwhile. What the subject raised says so by itself. */
type Ask = <T>(
  what: string,
  answer: z.ZodType<T>,
  fields: Record<string, unknown>,
  doing: string,
  more?: { limit_ms?: number; onProgress?: (done: number, total: number) => void },
) => Promise<T>;

/** The models in a process in which their subject is loaded, whatever language that speaks. */
export function modelProcess(
  process: LineProcess,
  facts: ModelProcess['facts'],
  steps: Steps,
  { limit_ms }: ModelProcessOptions,
): ModelProcess {
  const ask: Ask = (what, answer, fields, doing, more) => {
    const request = {
      do: what,
      answer,
      fields,
      limit_ms,
      doing: () => doing,
      raised: (error: string) => error,
    };
    return process.ask({ ...request, ...more });
  };
  const give = async (name: string, array: Uint8Array | Float32Array) => {
    const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
    let offset = 0;
    do {
      const data = bytes.subarray(offset, offset + PIECE_BYTES).toString('base64');
      await ask('give', done, { name, offset, total: bytes.length, data }, `handing over the ${name}`);
      offset += PIECE_BYTES;
    } while (offset < bytes.length);
  };
  /** What `run` and `sample` time. */
  let chosen = '';
  return {
    facts,
    async train({ model, data: { images, labels, count, size }, seed, limit_ms, onProgress }) {
      await give('images', images);
      await give('labels', labels);
      const fields = { model, count, size, seed };
      return ask('train', trained, fields, steps[model], { limit_ms, onProgress });
    },
    serialize: (model) => ask('serialize', serialized, { model }, steps.serialize),
    async restore(model, { encoding, bytes }) {
      await give('bytes', bytes);
      await ask('restore', done, { model, encoding }, steps.restore);
    },
    async predict(model, { images, count, size }, batch) {
      await give('images', images);
      const doing = `predicting ${count} images`;
      const { logits } = await ask('predict', predicted, { model, size, batch }, doing);
      if (logits.length !== count * CLASSES || !logits.every(Number.isFinite)) {
        throw new SubjectFailure('protocol', `${doing}: sent an answer that makes no sense`);
      }
      return logits;
    },
    async choose(model, batch) {
      chosen = `predictions of ${batch === 1 ? 'one image' : `${batch} images`}`;
      await ask('choose', done, { model, batch }, chosen);
    },
    run: (calls) => ask('run', slice, { calls }, `${calls} ${chosen}`),
    sample: (budget_ms) =>
      ask('sample', callSamples, { budget_ms }, chosen, { limit_ms: limit_ms + budget_ms }),
    memory: () => ask('memory', memory, {}, 'looking at its memory'),
    pin: async (processor) => (await ask('pin', pinned, { processor }, 'choosing a processor')).pinned,
    close: () => process.close(),
  };
}

/** Numbers from base64 of little-endian float32. @throws RangeError where it holds no whole numbers */
function decodeFloats(text: string): Float32Array {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  if (bytes.length % 4 !== 0) throw new RangeError('the numbers are cut off');
  return new Float32Array(bytes.buffer);
}
