import type { Context } from '../cli/context.ts';

/** What a workflow needs of the outside world when it neither reads words nor writes to a stream. */
export type Surroundings = Omit<Context, 'argv' | 'stdin' | 'stdout' | 'stderr'>;
