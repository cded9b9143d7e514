import { describe, expect, it } from 'vitest';
import { explain, say } from '../../src/cli/failure.ts';
import { TitoError } from '../../src/errors.ts';
import { fakeContext } from '../support/context.ts';

async function explained(argv: readonly string[], error: unknown) {
  const { context, written } = fakeContext(argv);
  const exit = explain(context, error);
  return { exit, ...(await written()) };
}

const wrongKey = new TitoError('invalid_config', {
  file: 'tito.config.yaml',
  line: '3',
  field: 'sead',
  problem: 'unknown key',
  suggestion: 'seed',
  expected: 'a known key',
});

describe('explain', () => {
  it('says message and hint on stderr', async () => {
    const { exit, stdout, stderr } = await explained(['benchmark'], wrongKey);
    expect(stderr).toBe(
      "tito.config.yaml:3: sead: unknown key\nDid you mean 'seed'? Expected a known key.\n",
    );
    expect(stdout).toBe('');
    expect(exit).toBe(3);
  });

  it.each([[['--format', 'json']], [['--format=json']], [['-f', 'json']], [['-fjson']]])(
    'writes one JSON document to stdout for %s',
    async (argv) => {
      const { stdout, stderr } = await explained(argv, wrongKey);
      expect(JSON.parse(stdout)).toEqual({
        error: { code: 'invalid_config', message: wrongKey.message, hint: wrongKey.hint },
      });
      expect(stderr).toBe('');
    },
  );

  it.each([[['--', '--format', 'json']], [['--format', 'json', '--format', 'console']], [['--format']]])(
    'writes no JSON for %s',
    async (argv) => {
      expect((await explained(argv, wrongKey)).stdout).toBe('');
    },
  );

  it('calls the unforeseen a bug, without a stack trace', async () => {
    const { exit, stderr } = await explained([], new Error('odd'));
    expect(stderr).toContain('This is a bug in tito: odd');
    expect(stderr).not.toContain('    at ');
    expect(exit).toBe(1);
  });

  it('shows the stack and its causes with --verbose', async () => {
    const error = new Error('odd', { cause: new RangeError('deeper') });
    const { stderr } = await explained(['--verbose'], error);
    expect(stderr).toContain('    at ');
    expect(stderr).toContain('Caused by: RangeError: deeper');
  });

  it('calls whatever follows an interruption interrupted', async () => {
    const { context, interrupt, written } = fakeContext([]);
    interrupt();
    expect(explain(context, context.signal.reason)).toBe(130);
    expect((await written()).stderr).toContain('Interrupted.');
  });
});

describe('say', () => {
  it('leaves stdout alone, even where JSON was asked for', async () => {
    const { context, written } = fakeContext(['--format', 'json']);
    expect(say(context, wrongKey)).toBe(3);
    expect(await written()).toEqual({ stdout: '', stderr: `${wrongKey.message}\n${wrongKey.hint}\n` });
  });
});
