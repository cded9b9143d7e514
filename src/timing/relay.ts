import type { TurnSlice, TurnTaker } from '../turn-contracts.ts';
import { FINISHED, GO, MOST_RUNNERS, MOST_SLICES, newRelayMemory, relayOf } from './isolates/relay-memory.ts';

/** Contenders that hand on to each other by themselves. */
export class Relay {
  readonly #memory = newRelayMemory();
  readonly #views = relayOf(this.#memory);
  readonly #runners: readonly NonNullable<TurnTaker['relay']>[];
  /** Rejects when one of them fails. */
  readonly #failure: Promise<never>;

  private constructor(runners: readonly NonNullable<TurnTaker['relay']>[]) {
    this.#runners = runners;
    this.#failure = new Promise((_, reject) => {
      for (const [i, runner] of runners.entries()) runner.join(this.#memory, i).catch(reject);
    });
    // One that fails between two laps is reported by the next.
    this.#failure.catch(() => undefined);
  }

  /** @returns null where one of the contenders can't */
  static of(takers: readonly Pick<TurnTaker, 'relay'>[]): Relay | null {
    const runners = takers.flatMap(({ relay }) => relay ?? []);
    const canRun = runners.length === takers.length && runners.length <= MOST_RUNNERS;
    return canRun && runners.length > 0 ? new Relay(runners) : null;
  }

  /** Most turns of a lap. */
  get longest(): number {
    return Math.floor(MOST_SLICES / this.#runners.length);
  }

  /**
   * @param calls per slice, by contender
   * @param turns the order of each
   * @param onTurn told the slices of each finished turn, by contender, even where the lap ends with a failure
   */
  async lap(
    calls: readonly number[],
    turns: readonly (readonly number[])[],
    onTurn: (slices: TurnSlice[]) => void,
  ): Promise<void> {
    const { go, done, progress, order } = this.#views;
    const slices = turns.flat();
    this.#views.calls.set(calls);
    order.set(slices);
    progress.set([0, slices.length], FINISHED);
    done[0] = 0;
    const [first = 0] = slices;
    Atomics.store(go, first, GO);
    Atomics.notify(go, first);
    try {
      await this.#finished();
    } finally {
      const n = this.#runners.length;
      for (let turn = 0; turn < Math.floor((progress[FINISHED] ?? 0) / n); turn++)
        onTurn(this.#turn(turn * n, n));
    }
  }

  /** A lap may take as long as its slowest slice alone: whoever stands still for that long hangs. */
  async #finished(): Promise<void> {
    const { done, progress, order } = this.#views;
    const limit_ms = Math.min(...this.#runners.map((runner) => runner.limit_ms));
    for (;;) {
      const before = progress[FINISHED] ?? 0;
      const reply = Atomics.waitAsync(done, 0, 0, limit_ms);
      const first = reply.async ? await Promise.race([reply.value, this.#failure]) : reply.value;
      if (Atomics.load(done, 0) !== 0) return;
      // Whoever ended the lap before may have lost its processor before it woke anybody, and do so only now.
      if (first !== 'timed-out') continue;
      if (progress[FINISHED] === before) throw await this.#runners[order[before] ?? 0]?.hung();
    }
  }

  /** The slices from this one on, by contender. */
  #turn(from: number, n: number): TurnSlice[] {
    const { order, ms, preempted } = this.#views;
    const slices: TurnSlice[] = [];
    for (let slice = from; slice < from + n; slice++)
      slices[order[slice] ?? 0] = { ms: ms[slice] ?? Number.NaN, preempted: preempted[slice] === 1 };
    return slices;
  }
}
