import type { TurnTaker } from '../turn-contracts.ts';
import { SubjectFailure } from './isolates/subject-failure.ts';

/** A failure of the code under test, and whose code it was. */
export class ContenderFailure extends Error {
  /** Index in the plan's list of contenders. */
  readonly contender: number;

  constructor(contender: number, cause: SubjectFailure) {
    super(cause.message, { cause });
    this.name = 'ContenderFailure';
    this.contender = contender;
  }
}

/** Failures of the code under test become data; everything else goes on as an error. */
export function blame(contender: number, cause: unknown): never {
  throw cause instanceof SubjectFailure ? new ContenderFailure(contender, cause) : cause;
}

/** The same contender, whose failures say which one they belong to. */
export function attribute(taker: TurnTaker, contender: number): TurnTaker {
  const own = <T>(answer: Promise<T>) => answer.catch((cause) => blame(contender, cause));
  const { pin, relay, collections } = taker;
  return {
    facts: taker.facts,
    pace: taker.pace,
    ...(pin && { pin: (processor: number) => own(pin.call(taker, processor)) }),
    check: () => own(taker.check()),
    outcome: () => taker.outcome(),
    run: (calls) => own(taker.run(calls)),
    ...(relay && {
      relay: {
        limit_ms: relay.limit_ms,
        join: (...words: Parameters<typeof relay.join>) => own(relay.join(...words)),
        hung: () => own(relay.hung().then((cause) => Promise.reject(cause))),
      },
    }),
    ...(collections && { collections: (calls: number) => own(collections.call(taker, calls)) }),
    sample: (budgetMs) => own(taker.sample(budgetMs)),
    conclude: () => own(taker.conclude()),
    close: () => taker.close(),
  };
}
