import { ProviderFailure } from '../../task-contracts.ts';

/** Fields of a request for a chat completion. */
export type ChatBody = Readonly<Record<string, unknown>>;

/** Without these a request still asks the same, but for chance and counting. The limit of tokens has a newer name. */
const OPTIONAL = ['max_tokens', 'temperature', 'seed', 'stream_options'];
const RENAMED: Readonly<Record<string, string>> = { max_tokens: 'max_completion_tokens' };

const REFUSAL =
  /not support|unsupported|unknown|unrecogni[sz]ed|unexpected|extra|not (?:permitted|allowed|accepted)/i;

/** The parameter that a server refused by its name, not for its value; null where the failure is another one. */
export function refusedParameter(cause: unknown, body: ChatBody): string | null {
  if (!(cause instanceof ProviderFailure) || (cause.http_status !== 400 && cause.http_status !== 422))
    return null;
  if (!REFUSAL.test(cause.message)) return null;
  return OPTIONAL.find((name) => name in body && new RegExp(`\\b${name}\\b`).test(cause.message)) ?? null;
}

/** The request as the server accepts it. */
export const withoutRefused = (body: ChatBody, refused: ReadonlySet<string>): ChatBody =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      if (!refused.has(name)) return [[name, value]];
      const newer = RENAMED[name];
      return newer === undefined ? [] : [[newer, value]];
    }),
  );
