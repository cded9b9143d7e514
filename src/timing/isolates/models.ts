/**
 * Runs as a process: loads one subject, trains its models, restores them, lets them predict and times that. It is
 * talked to as the Python programs are: one JSON object per line each way, over stdin and stdout.
 */
import { registerHooks } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Digits, Model, PredictionSlice, Subject } from '../../contracts.ts';
import type { ModelId } from '../../schema/capstone-run.ts';
import { CLASSES } from '../capstone/predictions.ts';
import { lineSplitter } from './bridge-lines.ts';
import { describeError, placeOf } from './describe-error.ts';
import { watchParent } from './orphan-watch.ts';
import { ownMemory } from './own-memory.ts';
import { type Clocks, checkLogits, predictionLoop, WrongLogits } from './prediction-loop.ts';
import { sampleCalls } from './sample.ts';

type Request = { id: number } & (
  | { do: 'load'; path: string; api: string }
  | { do: 'give'; name: string; offset: number; total: number; data: string }
  | { do: 'train'; model: ModelId; count: number; size: number; seed: number }
  | { do: 'serialize'; model: ModelId }
  | { do: 'restore'; model: ModelId }
  | { do: 'predict'; model: ModelId; size: number; batch: number }
  | { do: 'choose'; model: ModelId; batch: number }
  | { do: 'run'; calls: number }
  | { do: 'sample'; budget_ms: number }
  | { do: 'memory' }
);
type Of<K extends Request['do']> = Extract<Request, { do: K }>;

const LONGEST_LINE_BYTES = 2 ** 24;
/** Training is not to be held up by telling of it. */
const PROGRESS_MS = 50;

// Taken before the subject is loaded, so that it can't put another clock or another stdout in their place.
const { cpuUsage, resourceUsage } = process;
const clocks: Clocks = {
  now: performance.now.bind(performance),
  cpu_ms: () => {
    const { user, system } = cpuUsage.call(process);
    return (user + system) / 1000;
  },
  preemptions: () => resourceUsage.call(process).involuntaryContextSwitches,
};
const write = process.stdout.write.bind(process.stdout);
const send = (message: object) => write(`${JSON.stringify(message)}\n`);
process.stdout.write = process.stderr.write.bind(process.stderr);
const memory = ownMemory();
watchParent();

const given = new Map<string, Uint8Array<ArrayBuffer>>();
const models = new Map<ModelId, Model>();
/** Logits of the first pass over the test images. */
const firsts = new Map<ModelId, Float32Array>();
let file = '';
let subject: Subject = { name: '' };
let test: Omit<Digits, 'labels'> = { images: new Float32Array(), count: 0, size: 0 };
let loop: ((calls: number) => PredictionSlice) | undefined;
/** What of the subject is under way, for what it throws. */
let step = '';

/** What is wrong with a subject, in our own words: nothing of it was thrown. */
class Unusable extends Error {}

async function load({ path, api }: Of<'load'>) {
  file = path;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'tito' ? { url: api, shortCircuit: true } : next(specifier, context),
  });
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (cause) {
    const place = placeOf(cause, path) ?? basename(path);
    throw new Unusable(`${place}, fails: ${describeError(cause)}`, { cause });
  }
  if (typeof module.default !== 'object' || module.default === null) {
    throw new Unusable(`${basename(path)} has no default export with a capstone`);
  }
  subject = module.default as Subject;
  const { baseline, optimized } = subject.capstone ?? {};
  if (typeof baseline !== 'function' || typeof optimized !== 'function') {
    throw new Unusable(`${basename(path)} has no capstone: add capstone: { baseline, optimized }`);
  }
  memory.markIdle();
  return { name: typeof subject.name === 'string' ? subject.name : '' };
}

/** A piece of an array, to be used by a later request. */
function give({ name, offset, total, data }: Of<'give'>) {
  if (offset === 0) given.set(name, new Uint8Array(total));
  given.get(name)?.set(Buffer.from(data, 'base64'), offset);
  return {};
}

function take(name: string): Uint8Array<ArrayBuffer> {
  const bytes = given.get(name);
  given.delete(name);
  if (!bytes) throw new Error(`no ${name} were handed over`);
  return bytes;
}

const floats = ({ buffer }: Uint8Array<ArrayBuffer>) => new Float32Array(buffer);

function find(model: ModelId): Model {
  const found = models.get(model);
  if (!found) throw new Error(`there is no ${model} model`);
  return found;
}

function keep(model: ModelId, made: unknown, by: string): Model {
  if (
    typeof made !== 'object' ||
    made === null ||
    !('predict' in made) ||
    typeof made.predict !== 'function'
  ) {
    const name = typeof made === 'object' && made !== null ? 'an object' : `${made}`;
    throw new Unusable(`${by} returned ${name}, which has no predict(images, count)`);
  }
  const kept = made as Model;
  models.set(model, kept);
  return kept;
}

async function train({ model, count, size, seed }: Of<'train'>) {
  const { capstone } = subject;
  if (!capstone) throw new Error('no capstone was loaded');
  const digits: Digits = { images: floats(take('images')), labels: take('labels'), count, size };
  const options = { train: digits, seed, progress: progressReporter() };
  step = `capstone.${model}`;
  const baseline = models.get('baseline');
  const before = model === 'optimized' && baseline?.serialize?.();
  const [cpu, start] = [clocks.cpu_ms(), clocks.now()];
  const made = await (model === 'baseline' || !baseline
    ? capstone.baseline(options)
    : capstone.optimized({ ...options, baseline }));
  const [train_ms, cpu_ms] = [clocks.now() - start, clocks.cpu_ms() - cpu];
  const trained = keep(model, made, step);
  if (before && Buffer.compare(before, baseline?.serialize?.() ?? before) !== 0) {
    throw new Unusable('capstone.optimized changed the baseline that it was given: let it work on a copy');
  }
  memory.forgetPeak();
  const { parameters } = trained;
  const isCount = Number.isSafeInteger(parameters) && Number(parameters) >= 0;
  return { train_ms, cpu_ms, parameters: isCount ? parameters : null };
}

function progressReporter(): (done: number, total: number) => void {
  let next = 0;
  return (done, total) => {
    if (!Number.isFinite(done) || !Number.isFinite(total)) return;
    if (done < total && clocks.now() < next) return;
    send({ at: done, of: total });
    next = clocks.now() + PROGRESS_MS;
  };
}

function serialize({ model }: Of<'serialize'>) {
  step = 'serialize';
  const trained = find(model);
  if (typeof trained.serialize !== 'function') throw new Unusable('the model has no serialize()');
  if (typeof subject.deserialize !== 'function') {
    throw new Unusable(`the model has serialize(), but ${basename(file)} has no deserialize(bytes)`);
  }
  const bytes = trained.serialize();
  if (!(bytes instanceof Uint8Array)) throw new Unusable('serialize() returned no Uint8Array');
  return { encoding: 'own', bytes: Buffer.from(bytes).toString('base64'), size_bytes: bytes.byteLength };
}

function restore({ model }: Of<'restore'>) {
  step = 'deserialize';
  const { deserialize } = subject;
  if (!deserialize) throw new Unusable(`${basename(file)} has no deserialize(bytes)`);
  keep(model, deserialize.call(subject, take('bytes')), 'deserialize');
  return {};
}

/** All images once, in copies: what a model does to its input is no concern of the next. */
function predict({ model, size, batch }: Of<'predict'>) {
  const images = floats(take('images'));
  const pixels = size * size;
  const count = images.length / pixels;
  test = { images, count, size };
  step = 'predict';
  const logits = new Float32Array(count * CLASSES);
  for (let at = 0; at < count; at += batch) {
    const some = Math.min(batch, count - at);
    const result = find(model).predict(images.slice(at * pixels, (at + some) * pixels), some);
    checkLogits(result, some);
    logits.set(result, at * CLASSES);
  }
  const at = logits.findIndex((logit) => !Number.isFinite(logit));
  if (at >= 0) {
    const value = Number.isNaN(logits[at]) ? 'NaN' : 'an infinite number';
    throw new WrongLogits(`predict returned ${value} for test image ${1 + Math.floor(at / CLASSES)}`);
  }
  firsts.set(model, logits);
  return { logits: Buffer.from(logits.buffer).toString('base64') };
}

function choose({ model, batch }: Of<'choose'>) {
  const first = firsts.get(model);
  if (!first) throw new Error(`${model} has predicted nothing yet`);
  step = 'predict';
  loop = predictionLoop({ ...test, model: find(model), first, batch, clocks });
  return {};
}

function current() {
  if (!loop) throw new Error('nothing was chosen');
  return loop;
}

function sample({ budget_ms }: Of<'sample'>) {
  const { calls_ms, calls_per_sample } = sampleCalls((calls) => current()(calls).ms, budget_ms);
  return { calls_ms: Buffer.from(Float64Array.from(calls_ms).buffer).toString('base64'), calls_per_sample };
}

function answer(request: Request): unknown {
  switch (request.do) {
    case 'load':
      return load(request);
    case 'give':
      return give(request);
    case 'train':
      return train(request);
    case 'serialize':
      return serialize(request);
    case 'restore':
      return restore(request);
    case 'predict':
      return predict(request);
    case 'choose':
      return choose(request);
    case 'run':
      return current()(request.calls);
    case 'sample':
      return sample(request);
    case 'memory':
      return memory.read();
  }
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof Unusable || thrown instanceof WrongLogits) return thrown.message;
  const place = placeOf(thrown, file);
  return `${step}: ${describeError(thrown)}${place ? ` (${place})` : ''}`;
}

async function respond(request: Request): Promise<void> {
  try {
    send({ id: request.id, ok: await answer(request) });
  } catch (thrown) {
    if (thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
    send({ id: request.id, error: messageOf(thrown), line: null });
  }
}

const receive = lineSplitter(
  LONGEST_LINE_BYTES,
  (line) => void respond(JSON.parse(line)),
  () => process.exit(1),
);
process.stdin.on('data', receive);
process.stdin.on('end', () => process.exit(0));
