import { describe, expect, it } from 'vitest';
import { ProviderFailure } from '../../src/task-contracts.ts';
import { refuseCutPrompt } from '../../src/tasks/cut-prompt.ts';
import { REQUEST } from '../support/llm-server/ask.ts';

/** About 10,000 tokens. */
const LONG = { ...REQUEST, prompt: 'word'.repeat(10_000), context_tokens: 16_384 };
const counted = (input: number | null, cached: number | null = null) => ({ input, output: 5, cached });

function failureOf(...given: Parameters<typeof refuseCutPrompt>): ProviderFailure | null {
  try {
    refuseCutPrompt(...given);
    return null;
  } catch (cause) {
    if (cause instanceof ProviderFailure) return cause;
    throw cause;
  }
}

describe('a prompt', () => {
  it.each([
    ['that was read whole', LONG, counted(10_400), true],
    ['of a text with few tokens', LONG, counted(5001), true],
    ['whose tokens nobody counted', LONG, counted(null), true],
    ['that was in the cache for the most part', LONG, counted(100, 9900), true],
    ['that may have been in a cache of which nothing is said', LONG, counted(100), false],
    ['that is too short to tell', { ...LONG, prompt: 'x'.repeat(2000) }, counted(1), true],
  ])('%s is fine', (_, request, tokens, isMarked) => {
    expect(failureOf(request, tokens, isMarked)).toBeNull();
  });

  it.each([
    ['of which the server read less than half', LONG, counted(4096), true],
    ['of which the server read less than half, cache and all', LONG, counted(2000, 2000), false],
    ['that fills the context to its end', { ...LONG, context_tokens: 8192 }, counted(8192), false],
  ])('%s is no question that was asked', (_, request, tokens, isMarked) => {
    expect(failureOf(request, tokens, isMarked)).toMatchObject({ kind: 'config', is_retryable: false });
  });

  it('that was cut is told with what was read of it', () => {
    expect(failureOf(LONG, counted(4096), true)?.message).toBe(
      'the server cut the prompt: it read 4096 tokens of about 10000; the run asked for a context of 16384',
    );
  });

  it("is the system's as well", () => {
    const request = { ...LONG, system: LONG.prompt, prompt: 'x' };
    expect(failureOf(request, counted(4096), true)).not.toBeNull();
  });
});
