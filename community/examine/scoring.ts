import { canonicalJson } from '../../src/analysis/check/digests.ts';
import { type Finding, refuse } from '../../src/analysis/check/finding.ts';
import { loadSuite } from '../../src/config/load-suite.ts';
import type { Benchmark } from '../../src/contracts.ts';
import { discover } from '../../src/discovery/discover.ts';
import { load, pick } from '../../src/discovery/load.ts';
import type { BaselinePlan } from '../../src/schema/run.ts';
import { suite } from '../../src/schema/suite.ts';

/** A workload without its identity: what is done, and how it is scored. What a profile expects is not part of it. */
export interface Rule {
  id: string;
  rule: string;
}

/** The workloads of a baseline as they ship with tito. */
export async function loadBaseline(root: string): Promise<Rule[]> {
  const places = { root };
  const { workloads } = await loadSuite('baseline', suite, places);
  const found = discover('benchmark', 'benchmarks', places);
  return Promise.all(
    workloads.map(async ({ benchmark: id, weight }) => {
      const benchmark = await load<Benchmark>('benchmark', pick('benchmark', id, found), [
        'steps',
        'grid',
        'score',
      ]);
      return ruleOf({ id, weight, ...benchmark });
    }),
  );
}

type Scored = Pick<BaselinePlan['workloads'][number], 'id' | 'weight' | 'grid' | 'score'> &
  Pick<Benchmark, 'setup' | 'steps'>;

const ruleOf = ({ id, weight, setup, steps, grid, score }: Scored): Rule => ({
  id,
  rule: canonicalJson({ weight, setup, steps, grid, score }),
});

/**
 * A baseline is scored by control points in its own plan. They have to be those of the benchmarks that ship, on the
 * basis that its subject calls for: otherwise everybody could be as good as they like.
 */
export function checkBaselineScoring(plan: BaselinePlan, known: readonly Rule[]): Finding[] {
  const own = plan.workloads.map(ruleOf);
  const differs = own.filter(({ id, rule }) => known.find((each) => each.id === id)?.rule !== rule);
  const ids = (rules: readonly Rule[]) =>
    rules
      .map(({ id }) => id)
      .sort()
      .join(', ');
  const basis = plan.subject.kind === 'reference' ? 'profile' : 'yardstick';
  return [
    ...(ids(own) === ids(known)
      ? []
      : [refuse('scoring_differs', 'plan.workloads', `a baseline has the workloads ${ids(known)}`)]),
    ...differs.map(({ id }) =>
      refuse('scoring_differs', 'plan.workloads', `${id} is not as in benchmarks/baseline/${id}`),
    ),
    ...(plan.score_basis === basis
      ? []
      : [refuse('scoring_differs', 'plan.score_basis', `it has to be the ${basis}`)]),
  ];
}
