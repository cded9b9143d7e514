import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { json, text } from 'node:stream/consumers';
import type { TasksReport } from '../src/schema/tasks-report.ts';
import { inEmptyFolder } from './run-node.ts';

/** A task whose arms differ in one word: all that is measured is the asking. */
const TASK = `title: Plain
workflow: plain
baseline_prompt: "Rate this. {{answer}}"
tools_prompt: "Rate that. {{answer}}"
answer: '{"risk_level": "HIGH"}'
expected: { risk_level: HIGH }
`;

export interface Usage {
  cpu_ms: number;
  peak_bytes: number;
}

export interface MeasuredTasks extends Usage {
  /** From the start of the process to its end. */
  process_ms: number;
  report: TasksReport;
}

export interface TasksLoad {
  /** URL of the model server. */
  endpoint: string;
  /** Even: both arms are asked as often. */
  requests: number;
  concurrency: number;
}

const USAGE = join(import.meta.dirname, 'report-usage.cjs');

/**
 * Runs a Node program to its end in the folder; its fourth stream is what `report-usage.cjs` writes.
 * @throws Error with what it said, where it does not end with code 0
 */
async function runMeasured(
  args: readonly string[],
  cwd: string,
): Promise<Usage & { process_ms: number; printed: string }> {
  const start = performance.now();
  const child = spawn(process.execPath, ['--require', USAGE, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (bytes) => {
    said += bytes;
  });
  const used = json(child.stdio[3] as Readable) as Promise<Usage>;
  const printed = text(child.stdout as Readable);
  // What it used is asked for only where it ended well.
  used.catch(() => undefined);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}: ${said.trim()}`);
  return { ...(await used), process_ms: performance.now() - start, printed: await printed };
}

/** The whole command, `tito tasks run`, against a model server. */
export const measureTasks = (
  tito: string,
  { endpoint, requests, concurrency }: TasksLoad,
): Promise<MeasuredTasks> =>
  inEmptyFolder(async (folder) => {
    mkdirSync(join(folder, 'benchmarks/tasks'), { recursive: true });
    writeFileSync(join(folder, 'benchmarks/tasks/plain.yaml'), TASK);
    const model = ['--provider', 'ollama', '--model', 'llama3.2:1b', '--endpoint', endpoint];
    const size = ['--samples', `${requests / 2}`, '--concurrency', `${concurrency}`, '--seed', '1'];
    const output = ['--format', 'json', '--output', 'report.json'];
    const { printed: _, ...measured } = await runMeasured(
      [tito, 'tasks', 'run', 'plain', ...model, ...size, ...output],
      folder,
    );
    return { ...measured, report: JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) };
  });

export interface BareClient extends Usage {
  process_ms: number;
  /** Median time of an answer. */
  p50_ms: number;
  /** From the first request to the last answer. */
  wall_ms: number;
}

/** The control: as many requests by a bare `node:http` client, which reads the answers and keeps only their times. */
export const measureBareClient = (load: TasksLoad): Promise<BareClient> =>
  inEmptyFolder(async (folder) => {
    const client = join(import.meta.dirname, 'bare-client.ts');
    const { printed, ...measured } = await runMeasured([client, JSON.stringify(load)], folder);
    return { ...measured, ...JSON.parse(printed) };
  });
