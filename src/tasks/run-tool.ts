import { createHash } from 'node:crypto';
import type { ToolUse } from '../schema/task.ts';
import type { ToolOutcome } from '../schema/tasks-run.ts';
import type { SourceFile } from '../task-contracts.ts';
import { runCommand, ToolFailure } from './run-command.ts';
import { ToolPool, type ToolPoolOptions, type ToolResult } from './tool-pool.ts';

/** What a tool looks at: files for tito's own, the folder for a command of the user's. */
export interface ToolTarget {
  directory: string;
  files: readonly SourceFile[];
}

export interface ToolRunner {
  /** Makes tito's own among these tools ready, untimed; a command of the user's always starts anew. */
  prepare: (uses: readonly ToolUse[]) => Promise<void>;
  /**
   * Runs a tool, never from a cache. A failure is part of the outcome; only an abort throws.
   * @throws the signal's reason when it is aborted
   */
  run: (use: ToolUse, target: ToolTarget) => Promise<{ outcome: ToolOutcome; output: string }>;
  close: () => Promise<void>;
}

export interface ToolRunnerOptions extends ToolPoolOptions {
  /** For commands of the user's, secrets left out. */
  environment: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

/** Opens what tools run in: threads for tito's own, which start when the first of them is needed. */
export function openToolRunner(options: ToolRunnerOptions): ToolRunner {
  const { signal } = options;
  const pool = new ToolPool(options);
  const abort = () => void pool.close();
  signal.addEventListener('abort', abort, { once: true });
  return {
    prepare: (uses) => pool.prepare([...new Set(uses.filter((use) => typeof use === 'string'))]),
    run: async (use, target) => {
      signal.throwIfAborted();
      const isOwn = typeof use === 'string';
      const result = isOwn ? await pool.run(use, target.files) : await timedCommand(use, target, options);
      signal.throwIfAborted();
      return describe(isOwn ? use : use.id, result);
    },
    close: async () => {
      signal.removeEventListener('abort', abort);
      await pool.close();
    },
  };
}

async function timedCommand(
  { command, limit_s }: Exclude<ToolUse, string>,
  { directory }: ToolTarget,
  { environment, signal }: ToolRunnerOptions,
): Promise<ToolResult> {
  const started = performance.now();
  try {
    const output = await runCommand(command, { directory, limit_ms: limit_s * 1000, environment, signal });
    return { duration_ms: performance.now() - started, output };
  } catch (cause) {
    if (!(cause instanceof ToolFailure)) throw cause;
    return { duration_ms: performance.now() - started, output: cause };
  }
}

/** The outcome as the run keeps it, beside the text that goes into the prompt: empty after a failure. */
function describe(id: string, { duration_ms, output }: ToolResult): { outcome: ToolOutcome; output: string } {
  if (typeof output === 'string') {
    const output_sha256 = createHash('sha256').update(output).digest('hex');
    const output_bytes = Buffer.byteLength(output);
    return { outcome: { id, status: 'ok', duration_ms, output_bytes, output_sha256 }, output };
  }
  const error = { kind: output.kind, message: output.message };
  const failed = { id, status: 'failed' as const, duration_ms, output_bytes: 0, output_sha256: null };
  return { outcome: { ...failed, error }, output: '' };
}
