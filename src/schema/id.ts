import * as z from 'zod/mini';
import './messages.ts';

/** Ids of benchmarks, suites, profiles and tasks: snake_case, equal to the file's name. */
export const ID = /^[a-z][a-z0-9_]*$/;
export const ID_WANTED = 'an id in snake_case';

/** The same as a schema of the small form of zod, which commands load that have to start at once. */
export const id = z.string().check(z.regex(ID, ID_WANTED));
