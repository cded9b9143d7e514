import type { IncomingHttpHeaders } from 'node:http';

/** The beginning of an answer. */
export interface AnswerHead {
  status: number;
  headers: IncomingHttpHeaders;
}

/** What is made of the body of an answer. Both may throw a ProviderFailure, which then is the request's. */
export interface BodyReader {
  /** @returns whether the answer is complete, whatever else may follow */
  write: (bytes: Buffer) => boolean;
  /** The body has come to its proper end. */
  end: () => void;
}
