import { task } from '../../src/schema/task.ts';
import type { PlannedTask, TasksPlan } from '../../src/schema/tasks-run.ts';
import type { AnswerFacts, AnswerListener, Endpoint, PromptRequest } from '../../src/task-contracts.ts';
import { planTasks } from '../../src/tasks/plan.ts';

/** A task with what it does not say filled in. */
export const plannedTask = (given: Partial<PlannedTask> = {}): PlannedTask => ({
  ...task.parse({
    title: 'A task',
    workflow: 'check',
    baseline_prompt: 'Look: {{files}} {{answer}}',
    tools_prompt: 'Found: {{tool.output}} {{answer}}',
    answer: 'Answer in JSON.',
  }),
  id: 'a_task',
  sources: [],
  is_graded: true,
  ...given,
});

/** A plan with one task, one model and two samples of each arm. */
export const plan = (given: Partial<Parameters<typeof planTasks>[0]> = {}): TasksPlan =>
  planTasks({
    seed: 1,
    batch: null,
    profile: 'light',
    profile_reason: '',
    provider: 'ollama',
    is_language_model: true,
    provider_reason: '',
    models: [{ id: 'm', model: 'llama', endpoint: 'http://127.0.0.1:1' }],
    tasks: [plannedTask()],
    samples: 2,
    concurrency: 1,
    limits: { connect_s: 5, first_token_s: 60, idle_s: 30 },
    retry: { attempts: 3, base_ms: 1, max_ms: 2 },
    max_error_rate: null,
    cache_bust: true,
    warm_up: 0,
    ...given,
  });

export const FACTS: AnswerFacts = {
  tokens: { input: 20, output: 5, cached: null },
  finish_reason: 'stop',
  server: null,
};

/** An endpoint that answers as the test says. */
export const endpointOf = (
  ask: (request: PromptRequest, listener: AnswerListener, signal: AbortSignal) => Promise<AnswerFacts>,
  more: Partial<Endpoint> = {},
): Endpoint => ({
  inspect: async () => ({ version: null, models: null }),
  warmUp: async () => undefined,
  ask,
  connections: () => 0,
  close: () => undefined,
  ...more,
});

/** Says these pieces, each as a chunk. */
export const saying =
  (...texts: string[]) =>
  async (_: PromptRequest, { onConnected, onChunk }: AnswerListener): Promise<AnswerFacts> => {
    onConnected();
    for (const text of texts) onChunk({ kind: 'content', text });
    return FACTS;
  };

/** A clock that goes on by this much each time it is read. */
export function tickingClock(step_ms: number): () => number {
  let now = 0;
  return () => {
    now += step_ms;
    return now;
  };
}
