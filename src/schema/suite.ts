import * as z from 'zod';
import { id } from './primitives.ts';

/** A named list of benchmarks with the weights of their scores. */
export const suite = z.strictObject({
  title: z.string().min(1),
  workloads: z.array(z.strictObject({ benchmark: id, weight: z.number().positive().default(1) })).min(1),
});
