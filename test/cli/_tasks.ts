import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type TasksReport, tasksReport } from '../../src/schema/tasks-report.ts';
import { type TasksRun, tasksRun } from '../../src/schema/tasks-run.ts';
import { BUILT_TITO } from '../support/dist.ts';
import {
  type LlmServerProcess,
  startLlmServerProcess,
} from '../support/llm-server/start-llm-server-process.ts';

/** A task without files and tools, whose arms differ in one word. */
export const PLAIN = `title: Plain
workflow: plain
baseline_prompt: "Rate this. {{answer}}"
tools_prompt: "Rate that. {{answer}}"
answer: '{"risk_level": "HIGH"}'
expected: { risk_level: HIGH }
`;
export const PLAIN_FILE = 'benchmarks/tasks/plain.yaml';

/** The fake model server for one test. */
export async function serve(...options: Parameters<typeof startLlmServerProcess>): Promise<LlmServerProcess> {
  const server = await startLlmServerProcess(...options);
  onTestFinished(() => server.close());
  return server;
}

/** Words that name the fake server's model. */
export const modelAt = (url: string, provider = 'ollama'): string[] => [
  '--provider',
  provider,
  '--model',
  'llama3.2:1b',
  '--endpoint',
  url,
];

export function readReport(document: string): { run: TasksRun; report: TasksReport } {
  const { run, digests: _, ...report } = JSON.parse(document);
  return { run: tasksRun.parse(run), report: tasksReport.parse(report) };
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the built program in a process of its own. */
export function startTito(
  words: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [BUILT_TITO, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes) => {
    texts.stdout += bytes;
  });
  child.stderr.on('data', (bytes) => {
    texts.stderr += bytes;
  });
  return { child, ended: once(child, 'close').then(([code]) => ({ code, ...texts })) };
}

/** Names of what lies in the folder of results, the tasks themselves apart. */
export const resultsIn = (cwd: string): string[] =>
  existsSync(join(cwd, 'benchmarks'))
    ? readdirSync(join(cwd, 'benchmarks')).filter((name) => name !== 'tasks')
    : [];

/** How many samples are in the journal by now. */
export function samplesKept(cwd: string): number {
  const name = resultsIn(cwd).find((each) => each.endsWith('.jsonl'));
  if (!name) return 0;
  return readFileSync(join(cwd, 'benchmarks', name), 'utf8').split('\n{"sample":').length - 1;
}
