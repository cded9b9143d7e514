import * as z from 'zod';
import { id } from './primitives.ts';

/** Both sides of every comparison: the same job asked with a plain prompt, and with what tools found put into it. */
export const ARMS = ['baseline', 'tools'] as const;
export const arm = z.enum(ARMS);
export type Arm = z.infer<typeof arm>;

/** One of tito's own analysers by its id, or a program of the user's, whose standard output goes into the prompt. */
export const toolUse = z.union([
  id,
  z.strictObject({
    /** Name under which its output is referred to: `{{tool.NAME}}`. */
    id: id.default('command'),
    /** Run by a shell in the target's folder. */
    command: z.string().min(1),
    limit_s: z.number().positive().max(3600).default(30),
  }),
]);
export type ToolUse = z.infer<typeof toolUse>;

/** One job for a language model: `benchmarks/tasks/<id>.yaml`. */
export const task = z.strictObject({
  title: z.string().min(1),
  description: z.string().default(''),
  /** Kind of work, such as `safety_check`; tasks of one kind can be chosen together. */
  workflow: id,
  /** `fixture` for the repository that ships with tito, otherwise a folder relative to the working directory. */
  target: z.string().min(1).default('fixture'),
  /** Files of the target, as glob patterns, whose text `{{files}}` stands for. */
  files: z.array(z.string().min(1)).default([]),
  /**
   * Prompts with `{{files}}` (paths and text), `{{answer}}` (how to answer), and, in the tools prompt, `{{tool.output}}`
   * (of all tools) or `{{tool.ID}}`.
   */
  baseline_prompt: z.string().min(1),
  tools_prompt: z.string().min(1),
  system_prompt: z.string().min(1).optional(),
  tools: z.array(toolUse).default([]),
  /** How to answer, said to the model in the same words in both arms: usually an example of the JSON that is wanted. */
  answer: z.string().min(1),
  /** Id of the grader, and what it takes for right. */
  grader: id.default('fields'),
  expected: z.record(z.string(), z.unknown()).default({}),
  /** Longest time for one answer, retries apart. */
  time_limit_s: z.number().positive().max(3600).default(120),
  max_output_tokens: z.int().positive().max(100_000).default(1024),
});
export type Task = z.infer<typeof task>;

/** How much a batch asks: `suites/<id>.yaml` with `kind: tasks`. */
export const taskBatch = z.strictObject({
  kind: z.literal('tasks'),
  title: z.string().min(1),
  /** Samples of each arm, task and model. */
  samples: z.int().positive(),
  /** Profiles to go through; absent for the one that is chosen or fits. */
  profiles: z.array(id).min(1).optional(),
  /** Ids of tasks; absent for all that are found. */
  tasks: z.array(id).min(1).optional(),
});
export type TaskBatch = z.infer<typeof taskBatch>;
