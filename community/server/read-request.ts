import * as z from 'zod';
import { TitoError } from '../../src/errors.ts';

/**
 * Checks what was sent against its schema.
 * @throws TitoError `bad_request` with the field by its dotted path, and what is wrong with it
 */
export function check<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.output<Schema> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.');
  throw new TitoError('bad_request', {
    field: field || where,
    problem: issue?.message ?? 'it is not as it should be',
  });
}

const KEY = /^[\x21-\x7e]{8,128}$/;

/**
 * The header `Idempotency-Key`: the same for each attempt at the same submission.
 * @throws TitoError `bad_request`
 */
export function readKey(header: string | string[] | undefined): string {
  if (typeof header === 'string' && KEY.test(header)) return header;
  throw new TitoError('bad_request', {
    field: 'Idempotency-Key',
    problem: 'a header with 8 to 128 visible characters is needed',
  });
}

/** @returns whether a body is compressed; null where by something that isn't known */
export function isGzip(encoding: string | undefined): boolean | null {
  if (encoding === undefined || encoding === 'identity') return false;
  return encoding === 'gzip' ? true : null;
}
