import type { ComparisonPlan } from '../schema/comparison-run.ts';
import type { PreparedContenders } from './prepare-contenders.ts';

/** More of them would only grow old: their turns come at most as fast as they are prepared. */
const MOST_WAITING = 2;

type Entry = ComparisonPlan['schedule'][number];

interface Waiting {
  entry: Entry;
  prepared: Promise<PreparedContenders>;
  /** Tells that somebody waits for it. */
  want: () => void;
  /** Ends it before it is ready. */
  cancel: AbortController;
}

export interface AheadInput {
  /** What comes after the entries that wait already; null where nothing more is worth starting. */
  next: (waiting: readonly Entry[]) => Entry | null;
  /**
   * @param isWanted settles when somebody waits for it: until then it takes one processor only
   * @returns never rejects
   */
  prepare: (entry: Entry, isWanted: Promise<void>, signal: AbortSignal) => Promise<PreparedContenders>;
}

/**
 * Contenders of blocks to come, prepared one block after the other beside the turns of others, so that no processor
 * stands still: what limits the number of isolates in a comparison is how fast they are prepared.
 */
export class Ahead {
  readonly #input: AheadInput;
  readonly #waiting: Waiting[] = [];
  readonly #dropped: Promise<void>[] = [];
  #isPreparing = false;
  #isClosed = false;

  constructor(input: AheadInput) {
    this.#input = input;
  }

  /** Begins with the next block, unless one is under way or enough of them wait; goes on by itself from there. */
  fill(): void {
    if (this.#isClosed || this.#isPreparing || this.#waiting.length >= MOST_WAITING) return;
    const entry = this.#input.next(this.#waiting.map((each) => each.entry));
    if (!entry) return;
    const cancel = new AbortController();
    const { promise: isWanted, resolve: want } = Promise.withResolvers<void>();
    const prepared = this.#input.prepare(entry, isWanted, cancel.signal);
    this.#waiting.push({ entry, prepared, want, cancel });
    this.#isPreparing = true;
    void prepared.then(() => {
      this.#isPreparing = false;
      this.fill();
    });
  }

  /** @returns what is prepared for this entry, if anything is; what waits for entries before it is given up */
  take(entry: Entry): Promise<PreparedContenders> | undefined {
    const skipped = this.#waiting.findIndex((each) => each.entry === entry);
    for (const each of this.#waiting.splice(0, skipped < 0 ? this.#waiting.length : skipped))
      this.#drop(each);
    const taken = this.#waiting.shift();
    taken?.want();
    return taken?.prepared;
  }

  #drop({ prepared, cancel }: Waiting): void {
    cancel.abort();
    this.#dropped.push(prepared.then(({ close }) => close()));
  }

  /** Ends what nobody took. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const each of this.#waiting.splice(0)) this.#drop(each);
    await Promise.all(this.#dropped);
  }
}
