import * as z from 'zod';
import { id } from './primitives.ts';

/** A language model and where it answers. */
const profileModel = z.strictObject({
  name: z.string().min(1),
  model: z.string().min(1),
  host: z.string().min(1).default('localhost'),
  port: z.int().min(1).max(65_535),
});

/** Least hardware of the class. */
const minimum = z.strictObject({ cores: z.number().positive(), memory_gib: z.number().positive() });

/** A hardware class with everything that it inherits. */
export const profile = z.strictObject({
  title: z.string().min(1),
  minimum,
  models: z.array(profileModel),
  /** Samples per arm of a task. */
  samples: z.int().positive(),
  /** Time of the yardstick that a machine of this class is expected to need, by workload; absent where unknown. */
  expected_yardstick_ms: z.record(id, z.number().positive()).default({}),
  /** How the expected times were come by. */
  provenance: z.string().min(1).optional(),
});
export type Profile = z.infer<typeof profile>;

/** One file of profiles/: what it does not say comes from the profile that it extends. */
export const profileFile = profile
  .extend({
    extends: id.optional(),
    minimum: minimum.partial(),
    expected_yardstick_ms: z.record(id, z.number().positive()),
  })
  .partial();
