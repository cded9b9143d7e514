import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CommandIsolate } from '../../../src/timing/isolates/command-isolate.ts';
import type { TurnTakerOptions } from '../../../src/turn-contracts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { turnOptions } from './_turn-options.ts';

const opened: CommandIsolate[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((isolate) => isolate.close()));
});

function open(line: string, more: Partial<TurnTakerOptions> = {}): CommandIsolate {
  const isolate = new CommandIsolate({ kind: 'command', argument: line }, turnOptions(more));
  opened.push(isolate);
  return isolate;
}

const onLinux = it.skipIf(process.platform !== 'linux');
const node = (source: string) => `"${process.execPath}" -e '${source}'`;

describe('CommandIsolate', () => {
  it('times a process from its start to its end', async () => {
    const isolate = open('sleep 0.1');
    expect(await isolate.check()).toBeNull();
    const { ms, failure } = await isolate.run();
    expect(failure).toBeUndefined();
    expect(ms).toBeGreaterThanOrEqual(100);
    expect((await isolate.conclude()).finding).toBeNull();
  });

  it('runs in the folder that it was given, with nothing on stdin', async () => {
    const directory = temporaryFolder();
    await open('cat > copy; pwd > here', { directory }).check();
    expect(readFileSync(join(directory, 'here'), 'utf8').trim()).toBe(directory);
    expect(readFileSync(join(directory, 'copy'), 'utf8')).toBe('');
  });

  onLinux('tells busy from sleeping processes, by their processor time', { retry: 2 }, async () => {
    const sleeping = open('sleep 0.4');
    const busy = open(node('const end = Date.now() + 400; while (Date.now() < end);'));
    const used = async (isolate: CommandIsolate) => {
      const { process: each } = await isolate.run();
      return (each?.user_ms ?? Number.NaN) + (each?.system_ms ?? Number.NaN);
    };
    expect(await used(sleeping)).toBeLessThanOrEqual(20);
    expect(await used(busy)).toBeGreaterThan(100);
  });

  onLinux('counts the processor time of what a command starts', { retry: 2 }, async () => {
    const isolate = open(`${node('const end = Date.now() + 300; while (Date.now() < end);')} && true`);
    const { process: used } = await isolate.run();
    expect((used?.user_ms ?? 0) + (used?.system_ms ?? 0)).toBeGreaterThan(80);
  });

  onLinux('sees the most memory that a process has had, also that of a child', async () => {
    const hold = node('const b = Buffer.alloc(150e6, 1); setTimeout(() => b.length, 150);');
    for (const line of [hold, `${hold} && true`]) {
      const { process: used } = await open(line).run();
      expect(used?.peak_memory_bytes ?? 0).toBeGreaterThan(150e6);
      expect(used?.peak_memory_bytes ?? 0).toBeLessThan(350e6);
    }
  });

  it('goes on when a command fails now and then, and says how often and why', async () => {
    const directory = temporaryFolder();
    const line =
      'echo x >> n; if [ $(wc -l < n) = 3 ]; then echo "first line" >&2; echo second >&2; exit 7; fi';
    const isolate = open(line, { directory });
    expect(await isolate.check()).toBeNull();
    const slices = [await isolate.run(), await isolate.run(), await isolate.run()];
    expect(slices.map(({ failure }) => failure === undefined)).toEqual([true, false, true]);
    expect((await isolate.conclude()).finding).toEqual({
      status: 'failed',
      reason: '1 of 4 runs failed; the first exited with 7 instead of 0: first line / second',
    });
  });

  it('gives up a command that fails again and again', async () => {
    const isolate = open('exit 3');
    await expect(isolate.check()).rejects.toThrow('3 of 3 runs failed; the first exited with 3 instead of 0');
  });

  it('takes the exit status that counts as success', async () => {
    const isolate = open('exit 3', { exit_status: 3 });
    expect(await isolate.check()).toBeNull();
    await expect(open('true', { exit_status: 3 }).check()).rejects.toThrow('exited with 0 instead of 3');
  });

  it('names the signal that ended a command', async () => {
    await expect(open('kill -9 $$').check()).rejects.toThrow('was ended by SIGKILL');
  });

  it('says at once that there is no such program', async () => {
    await expect(open('no-such-program-here 1').check()).rejects.toThrow(
      "there is no program 'no-such-program-here'",
    );
  });

  it('is not held up by a flood of output on either stream', async () => {
    const isolate = open('head -c 50000000 /dev/zero; head -c 20000000 /dev/zero >&2; exit 1');
    const { failure } = await isolate.run();
    expect(failure).toMatch(/^exited with 1/);
    expect(failure?.length).toBeLessThan(400);
  });

  it('does not wait for what a command leaves behind, and ends it when it is closed', async () => {
    const directory = temporaryFolder();
    const isolate = open('(sleep 1.5; echo late > late) & true', { directory });
    const { ms } = await isolate.run();
    expect(ms).toBeLessThan(1200);
    await isolate.close();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(existsSync(join(directory, 'late'))).toBe(false);
  });

  it('ends a command at the limit, with everything that it started', async () => {
    const directory = temporaryFolder();
    const isolate = open('sleep 2; echo late > late', { directory, limit_ms: 700 });
    await expect(isolate.check()).rejects.toThrow('the command: gave no answer within 0.7 s');
    await new Promise((resolve) => setTimeout(resolve, 1800));
    expect(existsSync(join(directory, 'late'))).toBe(false);
  });

  it('ends a command when it is interrupted', async () => {
    const controller = new AbortController();
    const isolate = open('sleep 30', { signal: controller.signal });
    const run = isolate.run().catch((cause: unknown) => cause);
    setTimeout(() => controller.abort(new Error('stop')), 300);
    expect(await run).toEqual(new Error('stop'));
  });
});
