import * as z from 'zod';
import { ID, ID_WANTED } from './id.ts';

/** Ids of benchmarks, suites, profiles and tasks: snake_case, equal to the file's name. */
export const id = z.string().regex(ID, ID_WANTED);

/** A duration in milliseconds. */
export const milliseconds = z.number().nonnegative();

/** A 95 % interval, lower bound first; null where there are too few samples for one. */
export const interval = z.tuple([z.number(), z.number()]).nullable();
export type Interval = z.infer<typeof interval>;
