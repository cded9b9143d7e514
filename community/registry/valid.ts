import * as z from 'zod/mini';
import { TitoError } from '../../src/errors.ts';
import type { Profile } from '../../src/schema/community/member.ts';
import { countryName } from '../countries.ts';
import type { Member } from '../store.ts';

/**
 * What somebody sent, checked again where it is kept: they may use another program than tito.
 * @throws TitoError `bad_request` with the field
 */
export function valid<T>(schema: z.core.$ZodType<T>, value: unknown): T {
  const checked = z.safeParse(schema, value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const field = issue?.path.join('.') || undefined;
  throw new TitoError('bad_request', { field, problem: issue?.message ?? 'invalid' });
}

/**
 * The code of a country that there is. Its name is not kept: it follows from the code.
 * @throws TitoError `bad_request`
 */
export function countryOf(location: Profile['location']): Member['country'] {
  if (location === null) return null;
  const { country_code: code } = location;
  if (countryName(code) === null) {
    const problem = `there is no country '${code}' in ISO 3166-1`;
    throw new TitoError('bad_request', { field: 'location.country_code', problem });
  }
  return code;
}
