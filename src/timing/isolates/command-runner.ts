/**
 * Runs in a small process of its own: starts a command again and again, and tells what each run took. Small, because
 * the system copies the page tables of whoever starts a program: tito itself would add many milliseconds to each run.
 * Talked to by one JSON object per line each way, over stdin and stdout.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { peakOf, usageOfChildren } from './process-usage.ts';

/** What is kept of what a command writes to stderr, for the message when it fails. */
const LONGEST_ERROR = 2048;
/** Rests of stderr arrive at most this long after the end; a descendant may hold it open for ever. */
const REST_MS = 200;
/** Memory is looked at after these milliseconds, then whenever the process has become a sixth older. */
const FIRST_LOOK_MS = 3;
const GROWTH = 6;
const LONGEST_GAP_MS = 50;

interface Request {
  id: number;
  program: string;
  arguments: string[];
}

const ended = (child: ChildProcess) =>
  new Promise<{ at: number; status: number | null; signal: string | null; error?: string }>((resolve) => {
    child.once('error', (cause) =>
      resolve({ at: performance.now(), status: null, signal: null, error: cause.message }),
    );
    child.once('exit', (status, signal) => resolve({ at: performance.now(), status, signal }));
  });

/** The high-water mark of a process's memory; the last look before its end counts. */
function watchPeak(pid: number | undefined, begun: number): () => number | null {
  let peak: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    if (pid === undefined) return;
    const now = peakOf(pid);
    if (now !== null) peak = Math.max(peak ?? 0, now);
    const age = performance.now() - begun;
    timer = setTimeout(look, Math.min(LONGEST_GAP_MS, Math.max(FIRST_LOOK_MS, age / GROWTH)));
  };
  if (process.platform === 'linux') timer = setTimeout(look, FIRST_LOOK_MS);
  return () => {
    clearTimeout(timer);
    return peak;
  };
}

/** One run: the clock goes from before the process is started until its end is known. */
async function run({ program, arguments: words }: Request) {
  const before = usageOfChildren();
  let error = '';
  const begun = performance.now();
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const end = ended(child);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const peak = watchPeak(child.pid, begun);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error = `${error}${text}`.slice(0, LONGEST_ERROR);
  });
  const { at, status, signal, error: cause } = await end;
  const peak_memory_bytes = peak();
  const after = usageOfChildren();
  let timer: NodeJS.Timeout | undefined;
  if (status !== 0) await Promise.race([closed, new Promise((go) => (timer = setTimeout(go, REST_MS)))]);
  clearTimeout(timer);
  child.stderr.destroy();
  const usage = before &&
    after && { user_ms: after.user_ms - before.user_ms, system_ms: after.system_ms - before.system_ms };
  return {
    ms: at - begun,
    status,
    signal,
    error: cause ?? error,
    started: cause === undefined,
    process: usage && { ...usage, peak_memory_bytes },
  };
}

const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const request = JSON.parse(line) as Request;
  process.stdout.write(`${JSON.stringify({ id: request.id, ok: await run(request) })}\n`);
});
// When tito is gone, the command and everything that it started goes as well: this process leads their group.
lines.on('close', () => {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(0);
  }
});
