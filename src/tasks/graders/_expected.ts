import type * as z from 'zod';

/**
 * Reads what a task takes for right.
 * @throws TypeError that names the field and what is wrong with it
 */
export function readExpected<T>(schema: z.ZodType<T>, expected: Readonly<Record<string, unknown>>): T {
  const checked = schema.safeParse(expected);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const place = ['expected', ...(issue?.path ?? [])].join('.');
  throw new TypeError(`${place}: ${issue?.message ?? 'not what this grader compares with'}`);
}
