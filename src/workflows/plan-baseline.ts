import type { Context } from '../cli/context.ts';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { loadSuite } from '../config/load-suite.ts';
import { selectProfile } from '../config/select-profile.ts';
import type { Benchmark, SubjectKind } from '../contracts.ts';
import { discover } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';
import { readCapacity } from '../hardware/limits.ts';
import { YARDSTICK } from '../reference/version.ts';
import type { BaselinePlan, SubjectSpec } from '../schema/run.ts';
import { suite } from '../schema/suite.ts';
import { planBaseline } from '../timing/plan.ts';
import { portableSpec, selectSubject } from './select-subject.ts';

/** Fresh isolates per contender and workload: enough for an interval over them, few enough for ten seconds. */
const ISOLATES = 4;

/** A plan and the code that it names, loaded. */
export interface Planned {
  plan: BaselinePlan;
  config: LoadedConfig;
  benchmarks: Map<string, Benchmark>;
  /** Kind of the code under test, and of the yardstick beside it. */
  kinds: Record<'subject' | 'yardstick', SubjectKind>;
  /** Where the code under test lies on this machine. */
  spec: SubjectSpec;
}

/** Reads everything that a baseline depends on and decides what will be done. Nothing of the subject is executed. */
export async function planFor(context: Context, flags: Record<string, unknown>): Promise<Planned> {
  const { cwd: directory, env, root } = context;
  const places = { root, directory };
  const config = await loadConfig({ cwd: directory, env, flags });
  const { values } = config;
  const subject = await selectSubject(values.benchmark.subject, places);
  const yardstick = await selectSubject('reference', places);
  const { profile, reason } = await selectProfile(config, readCapacity(), places);
  const { workloads } = await loadSuite('baseline', suite, places);
  const found = discover('benchmark', 'benchmarks', places);
  const benchmarks = await Promise.all(
    workloads.map(async ({ benchmark: id, weight }) => {
      const benchmark = await load<Benchmark>('benchmark', pick('benchmark', id, found), REQUIRED);
      return { id, weight, expected_ms: profile.expected_yardstick_ms[id] ?? null, benchmark };
    }),
  );
  const kinds = { subject: subject.kind, yardstick: yardstick.kind };
  const plan = planBaseline({
    seed: values.seed ?? context.random(),
    subject: portableSpec(subject.spec, directory),
    yardstick: YARDSTICK,
    profile: profile.id,
    profile_reason: reason,
    timing: {
      isolates: ISOLATES,
      slice_ms: Math.max(kinds.subject.slice_ms, kinds.yardstick.slice_ms),
      warm_up_ms: { subject: kinds.subject.warm_up_ms, yardstick: kinds.yardstick.warm_up_ms },
      budget_s: values.benchmark.budget_s,
      call_limit_s: values.benchmark.call_limit_s,
    },
    benchmarks,
  });
  return {
    plan,
    config,
    benchmarks: new Map(benchmarks.map(({ id, benchmark }) => [id, benchmark])),
    kinds,
    spec: subject.spec,
  };
}

const REQUIRED = ['title', 'inputs', 'setup', 'steps', 'answers', 'grid', 'score'] as const;
