import { type AnswerFacts, type PromptRequest, ProviderFailure } from '../task-contracts.ts';
import { estimateTokens } from './estimate-tokens.ts';

/** Below this share of the estimated tokens a prompt was not read whole: no text has eight characters to a token. */
const LEAST_SHARE = 0.5;
/** Short prompts say too little, and no server cuts them. */
const LEAST_TOKENS = 512;

/**
 * Whether a server has read the whole prompt: some cut what is longer than their context and say nothing. The answer to
 * half a prompt is none; more patience doesn't help.
 *
 * @param tokens as the server counted them; nothing is known where it did not
 * @param isMarked whether the prompt begins with words of its own. Otherwise the server may have a part of it in its prefix
 *   cache, and some count without that part and do not say so.
 * @throws ProviderFailure `config`
 */
export function refuseCutPrompt(
  { system, prompt, context_tokens }: PromptRequest,
  { input, cached }: AnswerFacts['tokens'],
  isMarked: boolean,
): void {
  if (input === null) return;
  const estimated = estimateTokens(`${system ?? ''}${prompt}`);
  const isFull = context_tokens !== undefined && input >= context_tokens;
  const isTold = isMarked || cached !== null;
  const isShort = isTold && estimated >= LEAST_TOKENS && input + (cached ?? 0) < LEAST_SHARE * estimated;
  if (!isFull && !isShort) return;
  const room = context_tokens === undefined ? '' : `; the run asked for a context of ${context_tokens}`;
  throw new ProviderFailure(
    'config',
    `the server cut the prompt: it read ${input} tokens of about ${estimated}${room}`,
    { is_retryable: false },
  );
}
