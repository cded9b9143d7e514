import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createProgress, type Progress } from '../../src/cli/progress.ts';

interface Surroundings {
  isTTY: boolean;
  verbose: boolean;
  env: Record<string, string>;
}

async function shown(given: Partial<Surroundings>, tell: (progress: Progress) => void): Promise<string> {
  const { isTTY = false, verbose = false, env = {} } = given;
  // What ora asks of a terminal, besides being written to.
  const terminal = {
    isTTY,
    columns: 80,
    clearLine: () => true,
    cursorTo: () => true,
    moveCursor: () => true,
  };
  const stderr = Object.assign(new PassThrough(), terminal);
  const progress = await createProgress({ stderr, env }, verbose);
  tell(progress);
  progress.done();
  stderr.end();
  return text(stderr);
}

describe('progress', () => {
  it('is silent about what is under way without a terminal', async () => {
    expect(await shown({}, (progress) => progress.update('matmul'))).toBe('');
  });

  it('is a plain line with --verbose', async () => {
    expect(await shown({ verbose: true }, (progress) => progress.update('matmul'))).toBe('matmul\n');
  });

  it('is a spinner on a terminal', async () => {
    const output = await shown({ isTTY: true }, (progress) => progress.update('matmul'));
    expect(output).toContain('matmul');
    expect(output).toContain('⠋');
  });

  it.each([{ CI: 'true' }, { TERM: 'dumb' }])('is no spinner with %o', async (env) => {
    expect(await shown({ isTTY: true, env }, (progress) => progress.update('matmul'))).toBe('');
  });

  it.each([true, false])('says lines that stay (terminal: %s)', async (isTTY) => {
    const output = await shown({ isTTY }, (progress) => {
      progress.update('matmul');
      progress.say('saved');
    });
    expect(output).toContain('saved\n');
  });
});
