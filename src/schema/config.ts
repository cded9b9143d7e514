import * as z from 'zod/mini';
import { id } from './id.ts';

const orNull = <Schema extends z.ZodMiniType>(schema: Schema) => z._default(z.nullable(schema), null);

type ConfigSchema = ReturnType<typeof schemaOfConfig>;
let made: ConfigSchema | undefined;

/** Every setting with its default. Made when it is first asked for: it takes milliseconds, and most starts need none. */
export function configSchema(): ConfigSchema {
  made ??= schemaOfConfig();
  return made;
}

/** A key stands here only when something uses it. */
function schemaOfConfig() {
  /** A time limit of up to a day. */
  const seconds = z.number().check(z.positive(), z.maximum(86_400));
  const positive = z.number().check(z.positive());
  const text = z.string().check(z.minLength(1));
  return z.strictObject({
    /** Id of a profile, or `auto` for the one that fits the machine. */
    profile: z._default(id, 'auto'),
    /** Seed of everything random, or null for a fresh one each time. */
    seed: orNull(z.int().check(z.minimum(0), z.maximum(0xffff_ffff))),
    /** Id of a reporter; which ones there are is discovered, so it is checked where it is used. */
    format: z._default(text, 'console'),
    output: z.prefault(
      z.strictObject({
        /** Folder for results, relative to the working directory. */
        directory: z._default(text, 'benchmarks'),
      }),
      {},
    ),
    benchmark: z.prefault(
      z.strictObject({
        /** `auto`, `reference`, `python:DIR`, `module:FILE` … */
        subject: z._default(text, 'auto'),
        /** Time that all measuring together may take. */
        budget_s: z._default(seconds, 6),
        /** Longest time for one request to the code under test. */
        call_limit_s: z._default(seconds, 10),
        /** Program that runs Python subjects. */
        python: z._default(text, 'python3'),
      }),
      {},
    ),
    capstone: z.prefault(
      z.strictObject({
        /** Time that measuring the trained models may take. */
        budget_s: z._default(seconds, 20),
        /** Longest time for training one model, and for any other request to the code under test. */
        train_limit_s: z._default(seconds, 300),
        call_limit_s: z._default(seconds, 60),
        /** Most memory that the code under test may use. */
        memory_limit_mib: z._default(z.int().check(z.positive()), 2048),
        /** Pixels per side of the generated digits. */
        image_size: z._default(z.union([z.literal(8), z.literal(28)]), 8),
      }),
      {},
    ),
    tasks: z.prefault(
      z.strictObject({
        /** Id of a provider, or `auto`: the profile's models where they can be reached, otherwise the embedded analyst. */
        provider: z._default(id, 'auto'),
        /** Base URL of the model server instead of the profile's. */
        endpoint: orNull(z.url({ protocol: /^https?$/ })),
        /** Names of models instead of the profile's. */
        models: z._default(z.array(text), []),
        /** Samples of each arm, task and model, instead of the batch's or the profile's. */
        samples: orNull(z.int().check(z.positive(), z.maximum(100_000))),
        /** Requests under way at a time, per endpoint. */
        concurrency: z._default(z.int().check(z.positive(), z.maximum(1024)), 1),
        /** Attempts in all; 1 for no retry. */
        attempts: z._default(z.int().check(z.positive(), z.maximum(20)), 3),
        retry_base_ms: z._default(positive, 250),
        retry_max_ms: z._default(positive, 10_000),
        connect_limit_s: z._default(positive, 5),
        first_token_limit_s: z._default(positive, 60),
        idle_limit_s: z._default(positive, 30),
        /** Share of failed samples above which a run ends early; null for never. */
        max_error_rate: orNull(z.number().check(z.minimum(0), z.maximum(1))),
        /** Untimed requests per model, which load it. */
        warm_up: z._default(z.int().check(z.nonnegative()), 1),
        /** Tokens for prompt and answer together, where the server lets them be set; null for as many as the tasks need. */
        context_tokens: orNull(z.int().check(z.positive(), z.maximum(10_000_000))),
        /** Whether each prompt begins with a mark of its own, so that no server answers from its prefix cache. */
        cache_bust: z._default(z.boolean(), true),
      }),
      {},
    ),
    community: z.prefault(
      z.strictObject({
        /** The registry: a file, relative to the working directory, or a URL; null for the file in the user's data folder. */
        registry: orNull(text),
        /** Whether commands of other groups say how a score compares with the member's cohort. */
        cohort_line: z._default(z.boolean(), true),
        /** Longest wait for an answer of a registry that is a server. */
        limit_s: z._default(z.number().check(z.positive(), z.maximum(600)), 10),
      }),
      {},
    ),
  });
}
export type Config = z.infer<ConfigSchema>;
