import * as z from 'zod/mini';
import { systemReason, TitoError } from '../errors.ts';
import { exposureOf, readBounded } from './private-file.ts';

export interface Layout<Schema extends z.core.$ZodType> {
  schema: Schema;
  /** Newest `schema_version`. */
  version: number;
  /** A larger file is none of ours. */
  most_bytes: number;
  /** What the file is, where it has no field to name. */
  what: string;
}

/**
 * What stands in a file that only its owner may read, checked; null where there is none.
 * @param user id of the user; null where the system has none (Windows)
 * @throws TitoError `corrupt_membership` for a file that can't be trusted or understood; it is left as it is
 */
export function readPrivateJson<Schema extends z.core.$ZodType>(
  file: string,
  user: number | null,
  layout: Layout<Schema>,
): z.output<Schema> | null {
  let text: string | null;
  try {
    text = readBounded(file, layout.most_bytes);
    if (text === null) return null;
    const exposure = exposureOf(file, user);
    if (exposure) throw new TitoError('corrupt_membership', { file, ...exposure });
  } catch (cause) {
    if (cause instanceof TitoError) throw cause;
    throw new TitoError('corrupt_membership', { file, reason: systemReason(cause) }, cause);
  }
  return parse(text, file, layout);
}

function parse<Schema extends z.core.$ZodType>(
  text: string,
  file: string,
  { schema, version: newest, what }: Layout<Schema>,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // The parser's own words may quote the text, and with it the token.
    const { message } = cause as SyntaxError;
    const place = /position \d+/.exec(message)?.[0];
    const reason = `it is no JSON${place ? ` (${place})` : ', or was cut off'}.`;
    throw new TitoError('corrupt_membership', { file, reason });
  }
  const checked = z.safeParse(schema, value);
  if (checked.success) return checked.data;
  const version = (value as { schema_version?: unknown } | null)?.schema_version;
  if (typeof version === 'number' && version > newest) {
    const reason = `a newer tito wrote it (schema ${version}; this one knows up to ${newest}).`;
    throw new TitoError('corrupt_membership', {
      file,
      reason,
      hint: 'Update tito. The file was left as it is.',
    });
  }
  const [issue] = checked.error.issues;
  const field = issue?.path.join('.') || what;
  throw new TitoError('corrupt_membership', { file, reason: `${field}: ${issue?.message ?? 'invalid'}.` });
}
