import type { Digits, ModelProcess } from '../../../src/contracts.ts';
import type { CapstonePlan, TestSet } from '../../../src/schema/capstone-run.ts';
import type { Track } from '../../../src/schema/capstone-suite.ts';
import { type CapstoneInput, measureCapstone } from '../../../src/timing/capstone/measure-capstone.ts';
import { planCapstone } from '../../../src/timing/capstone/plan.ts';
import { SubjectFailure } from '../../../src/timing/isolates/subject-failure.ts';
import { fakeIsolate } from '../_fake-isolate.ts';

export const TEST_COUNT = 40;

/** Time passes only when a model predicts, so that a test counts work and not milliseconds. */
export interface World {
  now: number;
  /** What was asked of which process, in order: `2 train baseline`. */
  log: string[];
  /** Everything that was handed over, to look for what must not be. */
  handed: unknown[];
}

export const newWorld = (): World => ({ now: 0, log: [], handed: [] });

/** What one prediction of an image takes, in milliseconds. */
type CallTimes = Record<'baseline' | 'optimized', number>;

/** What goes wrong, by request: `serialize optimized`, or for one process alone `3 restore baseline`. */
export type Faults = Record<string, SubjectFailure>;

export const raised = (message: string) => new SubjectFailure('raised', message);
export const hung = (message: string) => new SubjectFailure('hung', message);

const logitsFor = (count: number, offset: number) => {
  const logits = new Float32Array(count * 10);
  for (let i = 0; i < count; i++) logits[10 * i + ((i + offset) % 10)] = 1;
  return logits;
};

/** Processes of a subject whose optimized model takes a quarter of the baseline's time. */
function fakeModels(
  world: World,
  faults: Faults = {},
  call_ms: CallTimes = { baseline: 0.4, optimized: 0.1 },
) {
  let started = 0;
  return async (): Promise<ModelProcess> => {
    const number = started++;
    let [chosen, batch]: ['baseline' | 'optimized', number] = ['baseline', 1];
    let hasEnded = false;
    const ask = (request: string, ...handed: unknown[]) => {
      world.log.push(`${number} ${request}`);
      world.handed.push(handed);
      const fault = faults[request] ?? faults[`${number} ${request}`];
      if (hasEnded) throw new SubjectFailure('exited', 'was closed');
      hasEnded = fault !== undefined && fault.kind !== 'raised';
      if (fault) throw fault;
    };
    return {
      facts: {
        kind: 'module',
        name: 'fake',
        runtime: 'node 24',
        revision: null,
        sources: [],
        missing: {},
        broken: {},
      },
      train: async ({ model, data, seed, onProgress }) => {
        ask(`train ${model}`, data, seed);
        onProgress(1, 1);
        return { train_ms: 10, cpu_ms: 9, parameters: 100 };
      },
      serialize: async (model) => {
        ask(`serialize ${model}`);
        const bytes = new Uint8Array(model === 'baseline' ? 400 : 100);
        return { encoding: 'own', bytes, size_bytes: bytes.length };
      },
      restore: async (model, serialized) => ask(`restore ${model}`, serialized),
      predict: async (model, test) => {
        ask(`predict ${model}`, test);
        return logitsFor(test.count, model === 'baseline' ? 0 : 1);
      },
      choose: async (model, images) => {
        [chosen, batch] = [model, images];
        ask(`choose ${model} ${images}`);
      },
      run: async (calls) => {
        const fault = faults[`run ${chosen}`];
        if (fault) throw fault;
        const ms = calls * batch * call_ms[chosen];
        world.now += ms;
        return { ms, cpu_ms: ms, request_ms: ms, preempted: false, predicted: calls * batch, changed: 0 };
      },
      sample: async () => ({ calls_ms: [call_ms[chosen], call_ms[chosen]], calls_per_sample: 1 }),
      memory: async () => ({ idle_bytes: 1000, peak_bytes: 3000 }),
      pin: async () => true,
      close: async () => void world.log.push(`${number} close`),
    };
  };
}

const digits = (count: number): Digits => ({
  images: new Float32Array(count * 64),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
  count,
  size: 8,
});

export const testSet: TestSet = {
  test_seed: 4711,
  train_sha256: '0'.repeat(64),
  test_sha256: '1'.repeat(64),
  labels: [...digits(TEST_COUNT).labels].join(''),
};

const curve = { weight: 1, p90: 0.25, p50: 0.5 };

export const fakePlan = (
  tracks: Track[] = ['speed', 'compression', 'accuracy', 'efficiency'],
): CapstonePlan =>
  planCapstone({
    seed: 7,
    subject: { kind: 'module', argument: '/home/ada/tito.subject.ts' },
    tracks,
    yardstick: { name: 'tito-reference', version: '1' },
    data: {
      source: 'generated',
      file: null,
      generator: '1',
      size: 8,
      train_count: 100,
      test_count: TEST_COUNT,
    },
    timing: {
      budget_s: 20,
      slice_ms: 2,
      warm_up_ms: { baseline: 5, optimized: 5, yardstick: 5 },
      train_limit_s: 300,
      call_limit_s: 60,
      memory_limit_bytes: 2 ** 31,
    },
    scoring: {
      title: 'Capstone',
      assumed_watts_per_core: 10,
      tracks: {
        speed: { weight: 1, curves: { time_ratio: curve } },
        compression: { weight: 1, curves: { size_ratio: curve } },
        accuracy: { weight: 1, curves: { error_rate: curve, accuracy_loss: curve } },
        efficiency: { weight: 1, curves: { memory_ratio: curve, energy_ratio: curve } },
      },
    },
  });

/** A capstone in which only the processes are made up; everything that decides is real. */
export async function measureFake(
  given: {
    faults?: Faults;
    tracks?: Track[];
    call_ms?: CallTimes;
    world?: World;
  } & Partial<CapstoneInput> = {},
): Promise<Awaited<ReturnType<typeof measureCapstone>> & { world: World }> {
  const world = given.world ?? newWorld();
  const measured = await measureCapstone({
    plan: fakePlan(given.tracks),
    train: digits(100),
    test: digits(TEST_COUNT),
    testSet,
    start: fakeModels(world, given.faults, given.call_ms),
    startYardstick: async () => fakeIsolate({ callMs: 0.2, clock: world }),
    processors: [0, 1],
    now: () => world.now,
    joules: null,
    signal: new AbortController().signal,
    onEvent: () => {},
    ...given,
  });
  return { ...measured, world };
}
