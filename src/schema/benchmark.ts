import * as z from 'zod';
import { OPERATIONS } from './operations.ts';

export const operation = z.enum(OPERATIONS);

/** One line of a benchmark's program: `name = operation(...inputs)`; inputs name earlier steps or input arrays. */
export const step = z.strictObject({ name: z.string(), operation, inputs: z.array(z.string()) });
export type Step = z.infer<typeof step>;

/**
 * The two published points of a log-normal score curve: the ratio (subject over basis, less is better)
 * that earns 90 points and the one that earns 50.
 */
export const controlPoints = z
  .strictObject({ p90: z.number().positive(), p50: z.number().positive() })
  .refine((points) => points.p90 < points.p50, 'p90 has to be below p50: less is better');
export type ControlPoints = z.infer<typeof controlPoints>;

export const scoreBasis = z.enum(['yardstick', 'profile']);
