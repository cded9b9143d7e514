import type { AnswerFacts, Endpoint, PromptRequest, ProviderFailure } from '../../../src/task-contracts.ts';

export interface Heard {
  facts: AnswerFacts | null;
  failure: ProviderFailure | null;
  text: string;
  reasoning: string;
  chunks: number;
  connected: number;
}

export const REQUEST: PromptRequest = {
  model: 'llama3.2:1b',
  system: null,
  prompt: 'Why is the sky blue?',
  max_output_tokens: 100,
  seed: 7,
};

/** Asks an endpoint once and collects all that is heard, a failure as well. */
export async function ask(
  endpoint: Endpoint,
  request: Partial<PromptRequest> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Heard> {
  const heard: Heard = { facts: null, failure: null, text: '', reasoning: '', chunks: 0, connected: 0 };
  const listener = {
    onConnected: () => {
      heard.connected += 1;
    },
    onChunk: ({ kind, text }: { kind: 'content' | 'reasoning'; text: string }) => {
      heard.chunks += 1;
      if (kind === 'content') heard.text += text;
      else heard.reasoning += text;
    },
  };
  try {
    heard.facts = await endpoint.ask({ ...REQUEST, ...request }, listener, signal);
  } catch (cause) {
    // Everything that ends a request is one, the reason of an abort as well; another error fails the test by its shape.
    heard.failure = cause as ProviderFailure;
  }
  return heard;
}
