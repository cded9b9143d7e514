/** Runs inside a worker thread: loads one of tito's own tools, and runs it on the files that it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { discover } from '../../discovery/discover.ts';
import { load, pick } from '../../discovery/load.ts';
import { TitoError } from '../../errors.ts';
import type { SourceFile, Tool } from '../../task-contracts.ts';

export interface ToolWorkerInput {
  /** Folder that holds `src`. */
  root: string;
}

export type ToolRequest =
  | { kind: 'load'; id: string }
  | { kind: 'analyse'; id: string; files: readonly SourceFile[] };

export type ToolAnswer =
  | { ok: true; output: string }
  /** `is_known` for what tito explains to its user. */
  | { ok: false; is_known: boolean; message: string };

// A thread does not take over the cache of the main one, and its parsers are large.
process.getBuiltinModule('node:module').enableCompileCache();
const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');
const { root } = workerData as ToolWorkerInput;
const tools = new Map<string, Tool>();

async function toolOf(id: string): Promise<Tool> {
  const known = tools.get(id);
  if (known) return known;
  const tool = await load<Tool>('tool', pick('tool', id, discover('tool', 'src/tasks/tools', { root })), [
    'analyse',
  ]);
  tools.set(id, tool);
  return tool;
}

async function answer(request: ToolRequest): Promise<ToolAnswer> {
  try {
    const tool = await toolOf(request.id);
    return { ok: true, output: request.kind === 'load' ? '' : tool.analyse(request.files) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, is_known: cause instanceof TitoError, message };
  }
}

port.on('message', async (request: ToolRequest) => port.postMessage(await answer(request)));
