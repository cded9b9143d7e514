import { basename, resolve } from 'node:path';
import { seededRandom } from '../analysis/random.ts';
import { splitDigits } from '../analysis/split-digits.ts';
import type { Context } from '../cli/context.ts';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { loadSuite } from '../config/load-suite.ts';
import type { Benchmark, Digits, SubjectKind } from '../contracts.ts';
import { discover } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';
import { DIGITS_VERSION, generateDigits } from '../reference/digits/generate.ts';
import { YARDSTICK } from '../reference/version.ts';
import type { CapstonePlan, PlannedData } from '../schema/capstone-run.ts';
import { capstoneSuite, TRACKS, type Track } from '../schema/capstone-suite.ts';
import type { SubjectSpec } from '../schema/run.ts';
import { planCapstone } from '../timing/capstone/plan.ts';
import { portableSpec, selectCapstone, selectSubject } from './select-subject.ts';

/** Generated images: enough to tell 95 % from 93 %, few enough to train on in seconds. */
const TRAIN_COUNT = 4000;
const TEST_COUNT = 1000;
/** The yardstick's workload that takes turns with single predictions: a forward pass of an MLP, batch 1. */
const YARDSTICK_WORKLOAD = 'forward_pass';

export interface CapstoneChoices {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  track: Track | 'all';
  /** File with digits of the user's own, relative to the working directory. */
  data?: string;
  /** Seed of the test images; drawn where it is not given. */
  test_seed?: number;
}

/** A plan and what carrying it out needs. */
export interface PlannedCapstone {
  plan: CapstonePlan;
  config: LoadedConfig;
  kind: SubjectKind;
  /** Where the code under test lies on this machine. */
  spec: SubjectSpec;
  yardstick: { kind: SubjectKind; benchmark: Benchmark };
  /** Seed of generated test images; null for a file. Not in the plan, because a journal holds that. */
  test_seed: number | null;
  /** Draws or splits the images; not done for a dry run. */
  digits: () => { train: Digits; test: Digits };
}

/** Reads everything that a capstone depends on and decides what will be done. Nothing of the subject is executed. */
export async function planForCapstone(context: Context, choices: CapstoneChoices): Promise<PlannedCapstone> {
  const { cwd: directory, env, root } = context;
  const places = { root, directory };
  const config = await loadConfig({ cwd: directory, env, flags: choices.flags });
  const { seed, benchmark, capstone } = config.values;
  const { kind, spec } = await selectCapstone(benchmark.subject, places);
  const yardstick = await selectSubject('reference', places);
  const scoring = await loadSuite('capstone', capstoneSuite, places);
  const own = choices.data === undefined ? null : await readOwn(resolve(directory, choices.data));
  const plan = planCapstone({
    seed: seed ?? context.random(),
    subject: portableSpec(spec, directory),
    tracks: choices.track === 'all' ? [...TRACKS] : [choices.track],
    yardstick: YARDSTICK,
    data: own?.planned ?? generated(capstone.image_size),
    scoring,
    timing: {
      budget_s: capstone.budget_s,
      slice_ms: Math.max(kind.slice_ms, MODEL_SLICE_MS),
      warm_up_ms: {
        baseline: kind.warm_up_ms,
        optimized: kind.warm_up_ms,
        yardstick: yardstick.kind.warm_up_ms,
      },
      train_limit_s: capstone.train_limit_s,
      call_limit_s: capstone.call_limit_s,
      memory_limit_bytes: capstone.memory_limit_mib * 2 ** 20,
    },
  });
  // Who chose the seed could know the test images anyway; otherwise nothing that the subject gets tells of theirs.
  const drawn =
    choices.test_seed ?? (seed === null ? context.random() : seededRandom(plan.train_seed).integer(2 ** 32));
  const test_seed = own ? null : drawn;
  const benchmarks = discover('benchmark', 'benchmarks', places);
  const workload = await load<Benchmark>('benchmark', pick('benchmark', YARDSTICK_WORKLOAD, benchmarks), [
    'inputs',
    'steps',
  ]);
  const { size } = plan.data;
  return {
    plan,
    config,
    kind,
    spec,
    yardstick: { kind: yardstick.kind, benchmark: workload },
    test_seed,
    digits: () =>
      own
        ? splitDigits(own.digits, plan.train_seed)
        : {
            train: generateDigits({ count: TRAIN_COUNT, size, seed: plan.train_seed }),
            test: generateDigits({ count: TEST_COUNT, size, seed: drawn }),
          },
  };
}

/** A turn costs a round trip between processes, about 0.2 ms: slices are long beside it. */
const MODEL_SLICE_MS = 2;

const generated = (size: number): PlannedData => ({
  source: 'generated',
  file: null,
  generator: DIGITS_VERSION,
  size,
  train_count: TRAIN_COUNT,
  test_count: TEST_COUNT,
});

async function readOwn(file: string): Promise<{ digits: Digits; planned: PlannedData }> {
  const { readDigits } = await import('../storage/digit-files/read-digits.ts');
  const digits = readDigits(file);
  // How many are for testing does not depend on the seed, only which.
  const { train, test } = splitDigits(digits, 0);
  return {
    digits,
    planned: {
      source: 'file',
      file: basename(file),
      generator: null,
      size: digits.size,
      train_count: train.count,
      test_count: test.count,
    },
  };
}
