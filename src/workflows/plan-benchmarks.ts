import type { Context } from '../cli/context.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { loadSuite } from '../config/load-suite.ts';
import { readYaml } from '../config/read-yaml.ts';
import type { Benchmark } from '../contracts.ts';
import { discover, type Found, YAML } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import type { BenchmarkPlan } from '../schema/comparison-run.ts';
import type { MeasuredWorkload } from '../schema/measured-workload.ts';
import { suite } from '../schema/suite.ts';
import { planBenchmark } from '../timing/plan-comparison.ts';
import { type ChosenContender, chooseContender, startContender } from './chosen-contender.ts';
import { type NamedSide, SECONDS_EACH, type Startable } from './plan-compare.ts';
import { programWorkload, REQUIRED_OF_PROGRAMS } from './program-workloads.ts';
import { portableSpec, selectSubject } from './select-subject.ts';
import { commandWorkload, functionWorkload } from './single-workload.ts';

const COMMAND = 'tito benchmark run';
const IS_FILE = /\.(?:[cm]?[jt]s)$|[/\\]/;

/** What a word on the command line stands for. */
interface Wanted {
  /** Workload and the code that is measured by it; the subject measures what has none. */
  workload: MeasuredWorkload;
  own: ChosenContender | null;
  benchmark: Benchmark | null;
}

/**
 * Decides what `tito benchmark run` measures. Files of benchmarks are imported only where they are asked for.
 *
 * @throws TitoError `usage`; `unknown_id` for what is neither a benchmark nor a suite nor a file
 */
export async function planBenchmarks(
  context: Context,
  config: LoadedConfig,
  {
    words,
    flags,
    budget_s,
  }: { words: readonly string[]; flags: Record<string, unknown>; budget_s: number | null },
): Promise<Startable<BenchmarkPlan>> {
  const { values } = config;
  const seed = values.seed ?? context.random();
  const limits = { seed, limit_ms: values.benchmark.call_limit_s * 1000, python: values.benchmark.python };
  const { ids, suiteId } = await expand(context, words);
  const side = (word: string): NamedSide => ({
    word,
    label: word.replace(/^(?:command|function):/, ''),
    directory: context.cwd,
  });
  const find = async (word: string): Promise<Wanted> => {
    if (word.startsWith('command:')) {
      const own = await chooseContender(context, 'subject', side(word));
      return { workload: commandWorkload(own), own, benchmark: null };
    }
    if (IS_FILE.test(word)) return functionOf(word, undefined);
    const found = pick('benchmark', word, discover('benchmark', 'benchmarks', placesOf(context)));
    const benchmark = await load<Partial<Benchmark>>('benchmark', found, ['title']);
    if ('run' in benchmark) return functionOf(`function:${found.file}`, found);
    const program = await load<Benchmark>('benchmark', found, REQUIRED_OF_PROGRAMS);
    return { workload: programWorkload(found.id, program), own: null, benchmark: program };
  };
  const functionOf = async (word: string, found: Found | undefined): Promise<Wanted> => {
    const named = word.startsWith('function:') ? word : `function:${word}`;
    const own = await chooseContender(context, 'subject', side(named));
    return { workload: await functionWorkload(context, own, limits, found?.id), own, benchmark: null };
  };
  const wanted = await Promise.all(ids.map(find));
  refuseMixtures(wanted, flags);
  const subject = await chooseSubject(context, wanted, values.benchmark.subject);
  const probe = await chooseContender(context, 'probe', { ...side('probe'), label: 'spin probe' });
  const owners = new Map(wanted.map(({ workload, own }) => [workload.id, own ?? subject]));
  const kinds = [...owners.values()].map(({ kind }) => kind);
  const plan = planBenchmark({
    seed,
    suite: suiteId,
    contenders: [subject.planned, probe.planned],
    timing: {
      slice_ms: Math.max(probe.kind.slice_ms, ...kinds.map(({ slice_ms }) => slice_ms)),
      warm_up_ms: {
        subject: Math.max(...kinds.map(({ warm_up_ms }) => warm_up_ms)),
        probe: probe.kind.warm_up_ms,
      },
      budget_s: budget_s ?? SECONDS_EACH * wanted.length,
      call_limit_s: values.benchmark.call_limit_s,
    },
    workloads: wanted.map(({ workload }) => workload),
  });
  return {
    plan,
    config,
    benchmarks: new Map(
      wanted.flatMap(({ workload, benchmark }) => (benchmark ? [[workload.id, benchmark] as const] : [])),
    ),
    start: (contender, workload, onOutput) => {
      const chosen = contender.id === 'probe' ? probe : (owners.get(workload.id) ?? subject);
      return startContender(context, new Map([[contender.id, chosen]]), limits)(
        contender,
        workload,
        onOutput,
      );
    },
  };
}

const placesOf = ({ root, cwd: directory }: Pick<Context, 'root' | 'cwd'>) => ({ root, directory });

/** @throws TitoError `usage` for what would make a run of which nobody could say what was measured */
function refuseMixtures(wanted: readonly Wanted[], flags: Readonly<Record<string, unknown>>): void {
  const refuse = (message: string) => new TitoError('usage', { message, command: COMMAND });
  if (wanted.length > 1 && wanted.some(({ workload }) => workload.shape === 'command')) {
    throw refuse('A command line is measured alone: its processes may use all of the machine.');
  }
  if (flags['benchmark.subject'] !== undefined && wanted.every(({ own }) => own !== null)) {
    throw refuse('--subject is for benchmarks over operations, and none was named.');
  }
  const ids = wanted.map(({ workload }) => workload.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw refuse(`Two of them would be called '${twice}': measure them one by one.`);
}

/** The code that the run is about: the subject, or the one function or command, or several functions together. */
async function chooseSubject(
  context: Context,
  wanted: readonly Wanted[],
  word: string,
): Promise<ChosenContender> {
  const [first] = wanted;
  if (!first?.own || wanted.some(({ own }) => own === null)) {
    const { spec } = await selectSubject(word, placesOf(context));
    const { kind, argument } = portableSpec(spec, context.cwd);
    const named = [kind, argument].filter((part) => part !== '').join(':');
    return chooseContender(context, 'subject', { word: named, label: named, directory: context.cwd });
  }
  const label = wanted.map(({ own, workload }) =>
    own?.shape === 'command' ? own.planned.label : workload.id,
  );
  return { ...first.own, planned: { ...first.own.planned, label: label.join(', ') } };
}

/** Suites by the benchmarks in them; every word once. */
async function expand(
  context: Pick<Context, 'root' | 'cwd'>,
  words: readonly string[],
): Promise<{ ids: string[]; suiteId: string | null }> {
  if (words.length === 0) {
    const message =
      "Name what to measure: a benchmark or a suite of 'tito benchmark list', a file, or --command.";
    throw new TitoError('usage', { message, command: COMMAND });
  }
  const places = placesOf(context);
  const benchmarks = discover('benchmark', 'benchmarks', places);
  const suites = discover('suite', 'suites', places, YAML);
  const parts = await Promise.all(
    words.map(async (word) => {
      if (word.startsWith('command:') || IS_FILE.test(word)) return [word];
      const { id, file } = pick('benchmark or suite', word, [...benchmarks, ...suites]);
      if (benchmarks.some((each) => each.id === id)) return [id];
      await refuseOtherSuite(id, file);
      const { workloads } = await loadSuite(id, suite, places);
      return workloads.map(({ benchmark }) => benchmark);
    }),
  );
  const [only = ''] = words;
  const isSuite = words.length === 1 && suites.some(({ id }) => id === only);
  const isBenchmark = benchmarks.some(({ id }) => id === only);
  return { ids: [...new Set(parts.flat())], suiteId: isSuite && !isBenchmark ? only : null };
}

/** @throws TitoError `wrong_shape` for suites that other commands are there for */
async function refuseOtherSuite(id: string, file: string): Promise<void> {
  const { value } = await readYaml(file, file);
  const isRecord = typeof value === 'object' && value !== null;
  const isTasks = isRecord && 'kind' in value && value.kind === 'tasks';
  if (!isTasks && !(isRecord && 'tracks' in value)) return;
  throw new TitoError('wrong_shape', {
    message: `'${id}' is a suite of ${isTasks ? 'tasks for language models' : 'capstone tracks'}, not of benchmarks.`,
    hint: `Run it: ${isTasks ? `tito tasks batch ${id}` : 'tito benchmark capstone'}`,
  });
}
