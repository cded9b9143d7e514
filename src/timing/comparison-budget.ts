import { mean, sum } from 'simple-statistics';
import type { Block, TimingSettings } from '../schema/run.ts';

/** Part of a workload's equal part of the budget that its first block gets: an obvious difference shows there. */
const FIRST_SHARE = 0.19;
/** Part of its equal share that a block gets even when slow workloads before it have used up the budget. */
const LEAST_SHARE = 0.5;
/** How far beyond its part of the budget a workload may go for a second isolate, without which there is no spread. */
const ALLOWANCE = 1.2;
/** Isolates are started for as long as turns get at least about this part of a block: on a busy machine, fewer of them. */
const LEAST_TURNS = 0.25;
/** The same where the next ones are prepared during the turns; and too little of the budget to begin with another block. */
const AHEAD = { turns: 0.28, rest: 0.05 };

type Entry = { workload: string; replicate: number };

/** A block whose time is as good as spent. */
export type Pending = { workload: string; share_ms: number };

/**
 * Divides the time of a run among its blocks while it goes: first a short block of every workload, then what is left
 * in equal parts. The time of settled workloads goes to the undecided.
 */
export class Budget {
  readonly #schedule: readonly Entry[];
  readonly #total: number;
  readonly #now: () => number;
  readonly #spent = new Map<string, number>();
  /** What each block took beside its turns. */
  readonly #overheads: number[] = [];
  /** What preparing takes that is done during the turns of others; it is less, as much is known by then. */
  readonly #learned: number[] = [];
  readonly #startsAhead: boolean;

  /** @param startsAhead whether isolates are prepared during the turns of the block before theirs */
  constructor(
    { budget_s }: Pick<TimingSettings, 'budget_s'>,
    schedule: readonly Entry[],
    now: () => number,
    startsAhead = false,
  ) {
    this.#startsAhead = startsAhead;
    this.#schedule = schedule;
    this.#total = budget_s * 1000;
    this.#now = now;
  }

  /** @param cost_ms what it takes to prepare a block if nothing else goes on */
  learn(cost_ms: number): void {
    this.#learned.push(cost_ms);
  }

  /** The time of a block goes to its workload's account, from its start until now. */
  spend({ workload, started_ms, contenders }: Pick<Block, 'workload' | 'started_ms' | 'contenders'>): void {
    const ms = this.#now() - started_ms;
    const turns = contenders.flatMap(({ slices_ms }) => slices_ms).reduce((sum, each) => sum + each, 0);
    this.#spent.set(workload, (this.#spent.get(workload) ?? 0) + ms);
    this.#overheads.push(ms - turns);
  }

  /**
   * How long a block should take, in milliseconds; null where its workload has had its part already.
   * @param pending blocks under way or prepared already, whose time is as good as spent
   */
  share(
    { workload, replicate }: Entry,
    settled: ReadonlySet<string>,
    pending: readonly Pending[] = [],
  ): number | null {
    const workloads = new Set(this.#schedule.map((entry) => entry.workload));
    if (replicate === 0) return (FIRST_SHARE * this.#total) / workloads.size;
    const undecided = [...workloads].filter((id) => !settled.has(id));
    const gone = [...settled].reduce((sum, id) => sum + (this.#spent.get(id) ?? 0), 0);
    const part = (this.#total - gone) / undecided.length;
    const due = pending.filter((each) => each.workload === workload).map(({ share_ms }) => share_ms);
    const spent = (this.#spent.get(workload) ?? 0) + sum(due);
    const known = this.#learned.length > 0 ? this.#learned : this.#overheads;
    const overhead = known.length > 0 ? mean(known) : 0;
    const turns = this.#startsAhead ? AHEAD.turns : LEAST_TURNS;
    const least_ms = this.#startsAhead ? AHEAD.rest * part : overhead;
    if (replicate === 1 ? spent >= ALLOWANCE * part : spent + least_ms >= part) return null;
    const own = this.#schedule.filter((each) => each.workload === workload && each.replicate >= replicate);
    const affordable = Math.max(1, Math.floor(((part - spent) * (1 - turns)) / overhead));
    const least = (LEAST_SHARE * this.#total) / this.#schedule.length;
    return Math.max(least, (part - spent) / Math.min(own.length, affordable));
  }
}
