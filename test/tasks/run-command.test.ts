import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, vi } from 'vitest';
import { type CommandOptions, runCommand, ToolFailure } from '../../src/tasks/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = (command: string, more: Partial<CommandOptions> = {}) =>
  runCommand(command, {
    directory: more.directory ?? temporaryFolder(),
    limit_ms: 20_000,
    environment: process.env,
    signal: new AbortController().signal,
    ...more,
  });

async function failureOf(promise: Promise<string>): Promise<ToolFailure> {
  const cause = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(cause instanceof ToolFailure)) throw new Error(`no ToolFailure but ${String(cause)}`);
  return cause;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody waits for has no memory map left.
    return readFileSync(`/proc/${pid}/status`, 'utf8').includes('VmRSS');
  } catch {
    return false;
  }
};

describe('runCommand', () => {
  it('gives the standard output without the last line break', async () => {
    expect(await run('echo a; echo b; echo c >&2')).toBe('a\nb');
  });

  it('has nothing to read', async () => {
    expect(await run('cat; echo end')).toBe('end');
  });

  it('explains a status other than 0 by the last line of the messages', async () => {
    const failure = await failureOf(run('echo first >&2; echo "no such rule" >&2; exit 3'));
    expect(failure).toMatchObject({
      kind: 'config',
      message: 'the command ended with status 3: no such rule',
    });
  });

  it('explains a program that is not there', async () => {
    const failure = await failureOf(run('no-such-program-at-all'));
    expect(failure.kind).toBe('config');
    expect(failure.message).toMatch(/^the command ended with status 127: .*not found/);
  });

  it('explains a folder that is not there', async () => {
    const failure = await failureOf(run('true', { directory: '/no/such/folder' }));
    expect(failure.kind).toBe('config');
    expect(failure.message).toMatch(/^the command can't be started: ./);
  });

  it('explains a signal', async () => {
    const failure = await failureOf(run('kill -SEGV $$'));
    expect(failure).toMatchObject({ kind: 'config', message: 'the command was ended by SIGSEGV' });
  });

  it('keeps 1 MiB of 400 MB and says how much was left out, without holding it in memory', async () => {
    const before = process.memoryUsage.rss();
    const output = await run('yes abcdefghi | head -c 400000000');
    const grown = process.memoryUsage.rss() - before;
    expect(output.slice(0, 2 ** 20 - 1)).toBe('abcdefghi\n'.repeat(2 ** 20 / 10 + 1).slice(0, 2 ** 20 - 1));
    expect(output.endsWith(`\n[… ${400_000_000 - 2 ** 20} bytes left out]`)).toBe(true);
    expect(output.length).toBeLessThan(2 ** 20 + 100);
    expect(grown).toBeLessThan(150 * 2 ** 20);
  });

  it('cuts no character in two', async () => {
    const output = await run(`printf x; yes ä | tr -d '\\n' | head -c 2000000`);
    expect(output).not.toContain('\uFFFD');
  });

  it('ends the whole process group at the limit', async () => {
    const directory = temporaryFolder();
    const command = 'sleep 61 & echo $! > first; (sleep 62; true) & echo $! > second; wait';
    const failure = await failureOf(run(command, { directory, limit_ms: 700 }));
    expect(failure).toMatchObject({ kind: 'timeout', message: 'the command did not end within 0.7 s' });
    const pids = ['first', 'second'].map((name) => Number(readFileSync(join(directory, name), 'utf8')));
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 5000);
  });

  it('waits for no background job, and ends it', async () => {
    const directory = temporaryFolder();
    expect(await run('sleep 63 & echo $! | tee job', { directory })).toMatch(/^\d+$/);
    const pid = Number(readFileSync(join(directory, 'job'), 'utf8'));
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000);
  });

  it('holds nobody up by a process that has left the group', async () => {
    const directory = temporaryFolder();
    const command = `setsid sh -c 'echo $$ > stray; sleep 30' & sleep 64`;
    const module = join(import.meta.dirname, '../../src/tasks/run-command.ts');
    const program = `import { runCommand } from ${JSON.stringify(module)};
      const options = { directory: '.', limit_ms: 500, environment: process.env, signal: new AbortController().signal };
      await runCommand(${JSON.stringify(command)}, options).catch(({ kind }) => process.stdout.write(kind));`;
    const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', program], {
      cwd: directory,
    });
    expect(stdout).toBe('timeout');
    const stray = Number(readFileSync(join(directory, 'stray'), 'utf8'));
    expect(isAlive(stray)).toBe(true);
    process.kill(stray);
  });

  it('throws the reason when it is aborted', async () => {
    const controller = new AbortController();
    const running = run('sleep 65', { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });

  it('passes no secrets on', async () => {
    const environment = {
      PATH: process.env.PATH,
      OPENAI_API_KEY: 'a',
      github_token: 'b',
      CLIENT_SECRET: 'c',
      DB_PASSWORD: 'd',
      KEYBOARD: 'kept',
    };
    const names = (await run('env', { environment })).split('\n').map((line) => line.split('=')[0]);
    expect(names).toEqual(expect.arrayContaining(['PATH', 'KEYBOARD']));
    expect(names.filter((name) => name !== undefined && /api_key|token|secret|password/i.test(name))).toEqual(
      [],
    );
  });
});
