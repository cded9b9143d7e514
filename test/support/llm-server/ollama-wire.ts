import type { Script } from './script.ts';
import { fieldsOf, messagesText, number, text, type Wire } from './wire.ts';

const CREATED = '2026-08-01T10:00:00.000000000Z';
const nanoseconds = (ms: number) => Math.round(ms * 1e6);
const line = (value: unknown) => `${JSON.stringify(value)}\n`;

/** Ollama leaves zeros out of its last line. */
const withoutZeros = (fields: Record<string, number | null>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== 0 && value !== null));

const wire = (pieceOf: (script: Script, at: number | null) => Record<string, unknown>): Wire => ({
  content_type: 'application/x-ndjson',
  asked: (body) => {
    const options = fieldsOf(body.options);
    const prompt =
      body.messages === undefined ? `${text(body.system)}${text(body.prompt)}` : messagesText(body.messages);
    return {
      model: text(body.model),
      prompt,
      seed: number(options.seed),
      max_tokens: number(options.num_predict),
    };
  },
  piece: (script, at) =>
    line({ model: script.model, created_at: CREATED, ...pieceOf(script, at), done: false }),
  end: (script, { total_ms, load_ms, answer_ms }) =>
    line({
      model: script.model,
      created_at: CREATED,
      ...pieceOf(script, null),
      done: true,
      done_reason: 'stop',
      ...withoutZeros({
        total_duration: nanoseconds(total_ms),
        load_duration: nanoseconds(load_ms),
        prompt_eval_count: script.input_tokens,
        prompt_eval_cached_count: script.cached_tokens,
        prompt_eval_duration: nanoseconds(answer_ms / 5),
        eval_count: script.output_tokens,
        eval_duration: nanoseconds((answer_ms * 4) / 5),
      }),
    }),
  errorLine: (message) => line({ error: message }),
  error: (_status, message) => JSON.stringify({ error: message }),
});

export const ollamaChat = wire((script, at) => {
  const piece = at === null ? null : script.pieces[at];
  const thinking = piece?.kind === 'reasoning' ? { thinking: piece.text } : {};
  const content = piece?.kind === 'content' ? piece.text : '';
  return { message: { role: 'assistant', content, ...thinking } };
});

export const ollamaGenerate = wire((script, at) => {
  const piece = at === null ? null : script.pieces[at];
  if (piece?.kind === 'reasoning') return { response: '', thinking: piece.text };
  return { response: piece?.text ?? '', ...(at === null ? { context: [1, 2, 3] } : {}) };
});
