import { TitoError } from '../../src/errors.ts';

/** There is nothing at a path (404), or not by this method (405). */
export class UnknownRoute extends TitoError {
  readonly status: number;

  constructor(status: number, problem: string, hint?: string) {
    super('bad_request', { problem, hint });
    this.status = status;
  }
}
