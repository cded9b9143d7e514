import type { Asked, LlmServerSettings, Scripted } from './options.ts';

/** An answer with everything that both wires need. */
export interface Script {
  model: string;
  pieces: { kind: 'content' | 'reasoning'; text: string }[];
  delay_ms: number;
  input_tokens: number;
  output_tokens: number;
  cached_tokens: number | null;
}

/** What is answered to a prompt: by the function, then by the rules, then by default. */
export function writeScript(asked: Asked, settings: LlmServerSettings): Script {
  const rule = settings.rules.find(({ contains }) => asked.prompt.includes(contains));
  const said: Scripted = settings.answer?.(asked) ?? rule ?? {};
  const { text = 'An answer of the fake server, which says the same to everybody.', reasoning = '' } = said;
  const tokens = said.output_tokens ?? settings.output_tokens;
  return {
    model: asked.model,
    pieces: [
      ...cut(reasoning, reasoning === '' ? 0 : 2).map((each) => ({ kind: 'reasoning' as const, text: each })),
      ...cut(text, settings.chunks).map((each) => ({ kind: 'content' as const, text: each })),
    ],
    delay_ms: said.delay_ms ?? settings.delay_ms,
    input_tokens: said.input_tokens ?? Math.ceil(asked.prompt.length / 4),
    output_tokens: Math.min(tokens, asked.max_tokens ?? tokens),
    cached_tokens: said.cached_tokens ?? null,
  };
}

/** A text in so many pieces, by characters, so that none is cut in the middle. */
function cut(text: string, pieces: number): string[] {
  const characters = [...text];
  const length = Math.max(1, Math.ceil(characters.length / Math.max(1, pieces)));
  const count = pieces === 0 ? 0 : Math.ceil(characters.length / length);
  return Array.from({ length: count }, (_, at) => characters.slice(at * length, (at + 1) * length).join(''));
}
