/** Carries the study out, round by round, so that all cases and tools meet the same hours. */
import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom, shuffle } from '../../src/analysis/random.ts';
import type { Arguments } from './arguments.ts';
import { besideBusyPrograms } from './busy.ts';
import { type Case, doneOf, type Wanted } from './cases.ts';
import { comparePair, measure, type Place } from './measure.ts';
import { type Outcome, type OutcomeOf, only } from './outcome.ts';

interface Surroundings {
  given: Arguments;
  place: Place;
  /** What there is already; grows. */
  outcomes: Outcome[];
  keep: (outcome: Outcome) => void;
  tell: (line: string) => void;
}

const SEED = 1;
/** A program that fails again and again says nothing: the study ends, and what there is stays. */
const MOST_FAILURES = 5;
const isLoaded = (of: Case) => 'load' in of && of.load === 'both';

export async function study(wanted: readonly Wanted[], surroundings: Surroundings): Promise<void> {
  const { place, outcomes, keep, tell } = surroundings;
  const random = seededRandom(SEED);
  let failures = 0;
  const take = async (of: Case) => {
    try {
      const outcome = await measure(of, place);
      outcomes.push(outcome);
      keep(outcome);
    } catch (cause) {
      failures += 1;
      if (failures > MOST_FAILURES) throw cause;
      tell(`  a comparison failed: ${(cause as Error).message}`);
    }
  };
  const runs = wanted.filter((each) => each.case.kind === 'saved');
  const others = wanted.filter((each) => each.case.kind !== 'saved');
  await takeRuns(runs, 0.5);
  const rounds = Math.max(0, ...others.map(({ times }) => times));
  for (let round = 1; round <= rounds; round++) {
    // Cases that are wanted less often are spread over all rounds.
    const due = others.filter(
      ({ case: of, times }) => doneOf(outcomes, of) < Math.ceil((times * round) / rounds),
    );
    if (due.length === 0) continue;
    const order = shuffle(due, random.integer).map((each) => each.case);
    for (const of of order.filter((each) => !isLoaded(each))) await take(of);
    const loaded = order.filter(isLoaded);
    if (loaded.length > 0) {
      await besideBusyPrograms(async () => {
        for (const of of loaded) await take(of);
      });
    }
    tell(`  round ${round} of ${rounds}`);
  }
  if (runs.length > 0) {
    await waitForLater(surroundings);
    await takeRuns(runs, 1);
    await comparePairs(surroundings);
  }

  /** Saved runs of all workloads in turn, until this share of them is there. */
  async function takeRuns(of: readonly Wanted[], share: number): Promise<void> {
    const isDue = ({ case: each, times }: Wanted) => doneOf(outcomes, each) < times * share;
    for (let due = of.filter(isDue); due.length > 0; due = of.filter(isDue)) {
      for (const each of due) await take(each.case);
      tell(`  ${only(outcomes, 'saved').length} runs saved`);
    }
  }
}

/** The later runs begin when the first of the earlier ones is old enough. */
async function waitForLater({ given, outcomes, tell }: Surroundings): Promise<void> {
  const [first] = only(outcomes, 'saved');
  if (!first || only(outcomes, 'saved-pair').length > 0) return;
  const left = Date.parse(first.at) + given.apart_min * 60_000 - Date.now();
  if (left <= 0) return;
  tell(`  waiting ${Math.ceil(left / 60_000)} minutes for the later runs`);
  await wait(left);
}

async function comparePairs({ place, outcomes, keep, tell }: Surroundings): Promise<void> {
  const runs = only(outcomes, 'saved');
  const pairs = [...new Set(runs.map(({ workload }) => workload))].flatMap((workload) => {
    const of = runs.filter((each) => each.workload === workload);
    const later = of.splice(of.length / 2);
    return of.flatMap((before, i): [OutcomeOf<'saved'>, OutcomeOf<'saved'>][] => {
      const after = later[i];
      return after ? [[before, after]] : [];
    });
  });
  for (const pair of pairs.slice(only(outcomes, 'saved-pair').length)) {
    const outcome = await comparePair(pair, place);
    outcomes.push(outcome);
    keep(outcome);
  }
  tell(`  ${pairs.length} pairs of saved runs compared`);
}
