import type { MessagePort } from 'node:worker_threads';
import { type ErrorCode, TitoError } from '../../../src/errors.ts';
import type { Outcome, Write } from '../../store.ts';

/** An error as it goes from one thread to another: what makes a TitoError, or what is known of another one. */
export type Failure =
  | { kind: 'known'; code: ErrorCode; details: Readonly<Record<string, string>> }
  | { kind: 'unknown'; message: string; stack: string | undefined; errcode: number | null };

/** To the writer, by the port of one of its clients. */
export interface WriteMessage {
  writes: readonly { id: number; write: Write }[];
}

/** From the writer, to the client that asked. */
export interface OutcomeMessage {
  outcomes: readonly ({ id: number; outcome: Outcome } | { id: number; failure: Failure })[];
}

/** To the writer, from the thread that started it. */
export type WriterOrder =
  | { kind: 'connect'; port: MessagePort }
  | { kind: 'ping'; id: number }
  | { kind: 'close' };

/** From the writer, to the thread that started it. */
export type WriterNews =
  | { kind: 'ready' }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'pong'; id: number }
  | { kind: 'committed'; size: number; seconds: number }
  /** The file could not be written: a full disk, a failing device. */
  | { kind: 'storage'; message: string }
  | { kind: 'closed' };

export interface WriterInput {
  file: string;
}

/** A saved run as it came in. */
export interface SubmissionJob {
  id: number;
  bytes: Uint8Array;
  is_gzip: boolean;
  key: string;
  token: string;
}

export type CheckerOrder = { kind: 'connect'; port: MessagePort } | { kind: 'submit'; job: SubmissionJob };

export type CheckerNews =
  | { kind: 'ready' }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'answer'; id: number; answer: unknown }
  | { kind: 'failure'; id: number; failure: Failure };

export interface CheckerInput {
  /** A file, or a URL. */
  database: string;
  root: string;
  place: string;
  /** Most bytes of a saved run once it is inflated. */
  limit_bytes: number;
}

/** Something that node:sqlite threw, by SQLite's extended result code. */
export class StorageError extends Error {
  readonly errcode: number;

  constructor(message: string, errcode: number, stack?: string) {
    super(message);
    this.name = 'StorageError';
    this.errcode = errcode;
    if (stack !== undefined) this.stack = stack;
  }
}

/** SQLite's result code of an error; null where it comes from elsewhere. */
export function errcodeOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode : null;
}

export function toFailure(error: unknown): Failure {
  if (error instanceof TitoError) return { kind: 'known', code: error.code, details: error.details };
  return {
    kind: 'unknown',
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
    errcode: errcodeOf(error),
  };
}

export function fromFailure(failure: Failure): Error {
  if (failure.kind === 'known') return new TitoError(failure.code, failure.details);
  if (failure.errcode !== null) return new StorageError(failure.message, failure.errcode, failure.stack);
  const error = new Error(failure.message);
  if (failure.stack !== undefined) error.stack = failure.stack;
  return error;
}
