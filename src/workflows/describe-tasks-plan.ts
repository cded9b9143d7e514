import type { Report } from '../contracts.ts';
import { endpointKey } from '../tasks/run-tasks.ts';
import type { PlannedTasks } from './plan-tasks.ts';

/** What `--dry-run` shows. */
export function describeTasksPlan({ plan }: Pick<PlannedTasks, 'plan'>): Report {
  const fact = (label: string, value: string, note?: string) => ({
    label,
    value,
    ...(note === undefined ? {} : { note }),
  });
  const { limits, retry } = plan;
  const settings = [
    fact('Batch', plan.batch ?? 'none', `${plan.samples} samples of each arm, task and model`),
    fact('Profile', plan.profile, plan.profile_reason),
    fact('Provider', plan.provider, plan.provider_reason),
    fact('Samples', `${plan.schedule.length}`, `${plan.concurrency} at a time for each endpoint`),
    fact(
      'Limits',
      `${limits.connect_s} s`,
      `to connect; ${limits.first_token_s} s to the first token, ${limits.idle_s} s between tokens`,
    ),
    fact('Attempts', `${retry.attempts}`, `pauses of ${retry.base_ms} to ${retry.max_ms} ms`),
    ...(plan.context_tokens === undefined
      ? []
      : [
          fact(
            'Context',
            `${plan.context_tokens} tokens`,
            'for prompt and answer, the same for all requests',
          ),
        ]),
    fact('Seed', `${plan.seed}`),
  ];
  const models = plan.models.map((model) => fact(model.model, endpointKey(model)));
  const tasks = plan.tasks.map(({ id, title, tools, sources }) => {
    const names = tools.map((tool) => (typeof tool === 'string' ? tool : tool.command));
    return fact(title, id, `${sources.length} files; tools: ${names.join(', ') || 'none'}`);
  });
  return {
    data: { ...plan },
    rows: plan.schedule.map((sample) => ({ ...sample })),
    parts: [
      { kind: 'heading', icon: '🗺', text: 'Plan of a run of tasks; no model was asked' },
      { kind: 'facts', icon: '⚙', title: 'Settings', facts: settings },
      { kind: 'facts', icon: '🤖', title: 'Models', facts: models },
      { kind: 'facts', icon: '📊', title: 'Tasks', facts: tasks },
    ],
  };
}
