import type { Isolate } from '../contracts.ts';
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

/** The same isolate, whose failures say which contender they belong to. */
export function attribute(isolate: Isolate, contender: number): Isolate {
  const own = <T>(answer: Promise<T>) => answer.catch((cause) => blame(contender, cause));
  return {
    facts: isolate.facts,
    pin: (processor) => own(isolate.pin(processor)),
    rehearse: (program) => own(isolate.rehearse(program)),
    run: (calls) => own(isolate.run(calls)),
    sample: (budgetMs) => own(isolate.sample(budgetMs)),
    result: () => own(isolate.result()),
    close: () => isolate.close(),
  };
}
