import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LlmServerOptions, LlmServerReport } from './options.ts';

export interface LlmServerProcess {
  url: string;
  report: () => Promise<LlmServerReport>;
  close: () => void;
}

/**
 * The fake model server in a process of its own, so that it takes neither time nor memory from the one under test. What
 * it answers is told by `rules`, since functions don't travel.
 */
export async function startLlmServerProcess(
  options: Omit<LlmServerOptions, 'answer' | 'fault'> = {},
): Promise<LlmServerProcess> {
  const child = fork(fileURLToPath(new URL('./run.ts', import.meta.url)), [JSON.stringify(options)], {
    execArgv: [],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return {
    url,
    report: async () => {
      child.send('report');
      const [{ report }] = (await once(child, 'message')) as [{ report: LlmServerReport }];
      return report;
    },
    close: () => child.disconnect(),
  };
}
