import * as z from 'zod/mini';

/** More rounds than any answer has levels. */
const MOST_ROUNDS = 32;

/**
 * Checks what another version of tito may have written: fields that this one does not know are left out, everything
 * else has to be as the schema says.
 *
 * @returns the value, or in one line what is wrong with it
 */
export function parseLoosely<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
): { data: z.output<Schema>; problem: null } | { data: null; problem: string } {
  const own = structuredClone(value);
  for (let round = 0; ; round++) {
    const checked = z.safeParse(schema, own);
    if (checked.success) return { data: checked.data, problem: null };
    const { issues } = checked.error;
    const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys');
    if (unknown.length < issues.length || round === MOST_ROUNDS) {
      const issue = issues.find(({ code }) => code !== 'unrecognized_keys') ?? issues[0];
      const path = issue?.path.join('.');
      return { data: null, problem: `${path ? `${path}: ` : ''}${issue?.message ?? 'not as expected'}` };
    }
    for (const issue of unknown) {
      if (issue.code === 'unrecognized_keys') removeKeys(own, issue.path, issue.keys);
    }
  }
}

function removeKeys(value: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  let place = value;
  for (const step of path) {
    if (typeof place !== 'object' || place === null) return;
    place = Reflect.get(place, step);
  }
  if (typeof place !== 'object' || place === null) return;
  for (const key of keys) Reflect.deleteProperty(place, key);
}
