import { spawn } from 'node:child_process';

/** Longest life of such a process: longer than any measurement. */
const LIMIT_MS = 60_000;

/** A Python program that answers each line with one number, and nothing between it and its pipes. */
export function lineProcess(
  program: string,
  source: string,
): AsyncDisposable & { ask: (question: string) => Promise<number> } {
  const child = spawn(program, ['-c', source], { stdio: ['pipe', 'pipe', 'inherit'], timeout: LIMIT_MS });
  let answer: (line: string) => void = () => undefined;
  let line = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    line += text;
    if (!line.endsWith('\n')) return;
    answer(line);
    line = '';
  });
  // The end of the process tells more than a broken pipe does.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<Error>((resolve) => {
    child.once('error', resolve);
    child.once('exit', (code, signal) => resolve(new Error(`${program} ended with ${code ?? signal}`)));
  });
  return {
    ask: async (question) => {
      const answered = new Promise<string>((resolve) => {
        answer = resolve;
      });
      child.stdin.write(`${question}\n`);
      const first = await Promise.race([answered, ended]);
      if (first instanceof Error) throw first;
      return Number(first);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
