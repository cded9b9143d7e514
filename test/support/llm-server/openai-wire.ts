import type { LlmServerSettings } from './options.ts';
import type { Script } from './script.ts';
import { fieldsOf, messagesText, number, text, type Wire } from './wire.ts';

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/** Types of errors as Ollama's own compatible side names them. */
function errorType(status: number): string {
  if (status === 400) return 'invalid_request_error';
  return status === 404 ? 'not_found_error' : 'api_error';
}

/** OpenAI's chat completions for one request, which may ask for usage. */
export function openaiWire(body: Record<string, unknown>, settings: LlmServerSettings): Wire {
  const hasUsage = fieldsOf(body.stream_options).include_usage === true && settings.tells_usage;
  const chunk = (script: Script, choices: unknown[], usage: unknown = null) =>
    event({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1785578400,
      model: script.model,
      choices,
      ...(hasUsage ? { usage } : {}),
    });
  const choice = (delta: object, finish_reason: string | null = null) => [{ index: 0, delta, finish_reason }];
  return {
    content_type: 'text/event-stream',
    asked: (given) => ({
      model: text(given.model),
      prompt: messagesText(given.messages),
      seed: number(given.seed),
      max_tokens: number(given.max_completion_tokens ?? given.max_tokens),
    }),
    piece: (script, at) => {
      const piece = script.pieces[at];
      const role = at === 0 ? { role: 'assistant' } : {};
      const said = piece?.kind === 'reasoning' ? { reasoning: piece.text } : { content: piece?.text ?? '' };
      return chunk(script, choice({ ...role, ...said }));
    },
    end: (script) => {
      const usage = {
        prompt_tokens: script.input_tokens,
        completion_tokens: script.output_tokens,
        total_tokens: script.input_tokens + script.output_tokens,
        ...(script.cached_tokens === null
          ? {}
          : { prompt_tokens_details: { cached_tokens: script.cached_tokens } }),
      };
      const done = settings.says_done ? 'data: [DONE]\n\n' : '';
      return `${chunk(script, choice({}, 'stop'))}${hasUsage ? chunk(script, [], usage) : ''}${done}`;
    },
    errorLine: (message) => event({ error: { message, type: 'api_error', param: null, code: null } }),
    error: (status, message) =>
      JSON.stringify({ error: { message, type: errorType(status), param: null, code: null } }),
  };
}
