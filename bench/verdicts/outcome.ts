/** What one comparison of the study came to: a line of JSON in its file. Tables are functions of these lines. */
import * as z from 'zod';

const LOADS = ['none', 'both'] as const;
/** `both`: as many busy programs beside it as there are processors. */
export type Load = (typeof LOADS)[number];

const figure = z.number().nullable();
const interval = z.tuple([z.number(), z.number()]).nullable();

/** What tito said. */
const said = {
  verdict: z.string(),
  ratio: figure,
  ci95: interval,
  pairs: z.int(),
  isolates: z.int(),
  spent_s: z.number(),
};

const cell = { load: z.enum(LOADS), workload: z.string(), effect: z.number() };

export const outcome = z.discriminatedUnion('kind', [
  /** The first line: what it was measured on. */
  z.strictObject({ kind: z.literal('study'), at: z.string(), machine: z.string(), budget_s: z.number() }),
  z.strictObject({ kind: z.literal('function'), by: z.literal('tito'), ...cell, ...said }),
  z.strictObject({
    kind: z.literal('function-tools'),
    ...cell,
    /** p values of Welch's t and Mann-Whitney's U, by tool. */
    tools: z.record(
      z.string(),
      z.strictObject({ welch: z.number(), mann_whitney: z.number(), ratio: z.number() }),
    ),
    spent_s: z.number(),
  }),
  z.strictObject({ kind: z.literal('command'), ...said }),
  z.strictObject({ kind: z.literal('command-tools'), welch: z.number(), ratio: z.number() }),
  z.strictObject({
    kind: z.literal('closures'),
    /** Time beside another closure of its factory, over that of the same function alone. */
    tito: z.number(),
    tinybench: z.number(),
    mitata: z.number(),
  }),
  z.strictObject({ kind: z.literal('saved'), workload: z.string(), file: z.string(), at: z.string() }),
  z.strictObject({
    kind: z.literal('saved-pair'),
    workload: z.string(),
    minutes_apart: z.number(),
    gate_failed: z.boolean(),
    verdict: z.string(),
    ratio: figure,
    ci95: interval,
  }),
]);
export type Outcome = z.infer<typeof outcome>;
export type OutcomeOf<Kind extends Outcome['kind']> = Extract<Outcome, { kind: Kind }>;

/** @returns the outcomes of one kind */
export const only = <Kind extends Outcome['kind']>(all: readonly Outcome[], kind: Kind): OutcomeOf<Kind>[] =>
  all.filter((each): each is OutcomeOf<Kind> => each.kind === kind);

/**
 * @param text lines of JSON; a last line that was cut off by an interruption is left out
 * @throws Error that names the line which holds something else
 */
export function parseOutcomes(text: string): Outcome[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      if (i === lines.length - 1) return [];
      throw new Error(`line ${i + 1} is no JSON`, { cause });
    }
    const parsed = outcome.safeParse(value);
    if (!parsed.success) throw new Error(`line ${i + 1} is no outcome: ${z.prettifyError(parsed.error)}`);
    return [parsed.data];
  });
}
