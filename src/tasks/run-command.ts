import { execa } from 'execa';
import type { ErrorKind } from '../schema/tasks-run.ts';

/** A tool gave no output; `kind` classes it as the schema does. */
export class ToolFailure extends Error {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ToolFailure';
    this.kind = kind;
  }
}

export interface CommandOptions {
  directory: string;
  limit_ms: number;
  /** Environment of tito, of which variables that look like secrets are not passed on. */
  environment: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

const LONGEST_OUTPUT_BYTES = 2 ** 20;
const LONGEST_MESSAGES_BYTES = 64 * 2 ** 10;
const LONGEST_REASON = 300;
const SECRETS = /(?:^|_)KEY$|TOKEN$|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL/i;

/** Variables without those whose names look like secrets: no tool needs the key of a model. */
const withoutSecrets = (environment: CommandOptions['environment']) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !SECRETS.test(name)));

/** The beginning of a stream, and how many bytes of it were dropped. */
class Beginning {
  readonly #limit: number;
  readonly #chunks: Uint8Array[] = [];
  #kept = 0;
  dropped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add = (chunk: Uint8Array): void => {
    const part = chunk.subarray(0, this.#limit - this.#kept);
    if (part.length > 0) this.#chunks.push(part);
    this.#kept += part.length;
    this.dropped += chunk.length - part.length;
  };

  /** The text; a character that the limit cut in two is left out. */
  text(): string {
    return new TextDecoder().decode(Buffer.concat(this.#chunks), { stream: true });
  }
}

/** The end of a stream. */
class Ending {
  readonly #limit: number;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(limit: number) {
    this.#limit = limit;
  }

  add = (chunk: Uint8Array): void => {
    const bytes = Buffer.concat([this.#bytes, chunk]);
    this.#bytes = bytes.subarray(Math.max(0, bytes.length - this.#limit));
  };

  lastLine(): string {
    return this.#bytes.toString().trimEnd().split('\n').at(-1)?.trim().slice(-LONGEST_REASON) ?? '';
  }
}

/**
 * Runs a command of the user's by a shell, with nothing to read, and gives its standard output: at most 1 MiB, after
 * which it says how much was left out. The whole process group ends with the command, at its limit and when aborted.
 *
 * @throws ToolFailure `timeout` at the limit, `config` where it can't be started or ends otherwise than with status 0
 * @throws the signal's reason when it is aborted
 */
export async function runCommand(command: string, options: CommandOptions): Promise<string> {
  const { directory, limit_ms, signal } = options;
  signal.throwIfAborted();
  const output = new Beginning(LONGEST_OUTPUT_BYTES);
  const messages = new Ending(LONGEST_MESSAGES_BYTES);
  const subprocess = execa(command, {
    cwd: directory,
    shell: true,
    stdin: 'ignore',
    // A group of its own: what a pipeline or a background job started ends with it.
    killDescendants: true,
    killSignal: 'SIGKILL',
    buffer: false,
    encoding: 'buffer',
    reject: false,
    extendEnv: false,
    env: withoutSecrets(options.environment),
  });
  subprocess.stdout.on('data', output.add);
  subprocess.stderr.on('data', messages.add);
  const endGroup = () => void subprocess.kill('SIGKILL');
  // A background job would keep the output open for ever.
  subprocess.nodeChildProcess.once('exit', endGroup);
  let timer: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  const stopped = new Promise<'late' | 'aborted'>((resolve) => {
    timer = setTimeout(resolve, limit_ms, 'late');
    stop = () => resolve('aborted');
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    const result = await Promise.race([subprocess, stopped]);
    if (result === 'aborted') throw signal.reason;
    if (result === 'late') {
      throw new ToolFailure('timeout', `the command did not end within ${limit_ms / 1000} s`);
    }
    if (result.exitCode !== 0) throw failureOf(result, messages.lastLine());
  } finally {
    clearTimeout(timer);
    if (stop) signal.removeEventListener('abort', stop);
    endGroup();
    // A process that left the group may still hold the other ends.
    subprocess.stdout.destroy();
    subprocess.stderr.destroy();
  }
  const text = output.text().trimEnd();
  return output.dropped > 0 ? `${text}\n[… ${output.dropped} bytes left out]` : text;
}

interface Ended {
  exitCode?: number | undefined;
  signal?: string | undefined;
  originalMessage?: string | undefined;
}

function failureOf({ exitCode, signal, originalMessage }: Ended, lastLine: string): ToolFailure {
  const said = lastLine === '' ? '' : `: ${lastLine}`;
  if (exitCode !== undefined)
    return new ToolFailure('config', `the command ended with status ${exitCode}${said}`);
  if (signal !== undefined) return new ToolFailure('config', `the command was ended by ${signal}${said}`);
  return new ToolFailure('config', `the command can't be started: ${originalMessage ?? 'unknown reason'}`);
}
