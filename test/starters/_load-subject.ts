/** A child process: loads a subject whose `tito` is this repository's, as the isolates do, then trains and reports. */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Model, Subject } from '../../src/contracts.ts';
import { accuracy, drawDigits } from './_digits.ts';

const [, , file = '', ...numbers] = process.argv;
const [size = 0, count = 0] = numbers.map(Number);
const api = new URL('../../src/index.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'tito' ? { url: api, shortCircuit: true } : next(specifier, context),
});

const { default: subject } = (await import(pathToFileURL(file).href)) as { default: Subject };
const [train, test] = [drawDigits(count, size, 1), drawDigits(200, size, 2)];
const steps: [number, number][] = [];
const options = { train, seed: 7, progress: (done: number, total: number) => void steps.push([done, total]) };
const baseline = await subject.capstone?.baseline(options);
const again = await subject.capstone?.baseline({ ...options, progress: () => {} });
const other = await subject.capstone?.baseline({ ...options, seed: 8, progress: () => {} });
if (!baseline || !again || !other) throw new Error('no baseline');
const optimized = await subject.capstone?.optimized({ ...options, baseline });
if (!optimized) throw new Error('no optimized model');

function describe(model: Model) {
  const bytes = model.serialize?.() ?? new Uint8Array();
  const logits = model.predict(test.images, test.count);
  const restored = subject.deserialize?.(Uint8Array.from(bytes));
  const single = test.images.subarray(0, size * size);
  return {
    bytes: bytes.length,
    parameters: model.parameters,
    accuracy: accuracy(logits, test),
    round_trip:
      same(restored?.predict(test.images, test.count), logits) && same(restored?.serialize?.(), bytes),
    single: same(model.predict(single, 1), logits.subarray(0, 10)),
  };
}
const same = (a: ArrayLike<number> | undefined, b: ArrayLike<number>) =>
  a?.length === b.length && Array.from(a).every((value, i) => value === b[i]);
const bytesOf = (model: Model) => model.serialize?.() ?? new Uint8Array();

process.stdout.write(
  JSON.stringify({
    steps,
    baseline: describe(baseline),
    optimized: describe(optimized),
    repeats: same(bytesOf(baseline), bytesOf(again)),
    depends_on_seed: !same(bytesOf(baseline), bytesOf(other)),
  }),
);
