const LONGEST_MESSAGE = 300;
const LONGEST_WORDS = 80;

/** One line of printable text, cut where it gets long. */
function plain(text: string, longest: number): string {
  const line = text
    .slice(0, 20 * longest)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest).trimEnd()}…` : line;
}

/** How a text begins that was expected to be something else. */
export const firstWords = (text: string): string =>
  text.trim() === '' ? 'nothing' : `'${plain(text, LONGEST_WORDS)}'`;

/** Whether a body is a web page, by its type or by how it begins. */
export const isWebPage = (type: string | undefined, text = ''): boolean =>
  /^\s*text\/html\b/i.test(type ?? '') || /^\s*<(?:!doctype|html|head|body)\b/i.test(text);

/** Title of a web page, or its first words. */
export function pageTitle(page: string): string {
  const [, title = page.replace(/<(?:script|style)\b[\s\S]*?<\/|<[^>]*>/gi, ' ')] =
    page.match(/<title[^>]*>([\s\S]*?)<\/title>/i) ?? [];
  return firstWords(title);
}

/** What a server says of an error, from all shapes that are in use. */
export interface ServerError {
  message: string;
  /** Machine-readable words of OpenAI-compatible servers; empty where there are none. */
  code: string;
  parameter: string;
  /** Whether it came as JSON, and so from an API. */
  is_structured: boolean;
}

/**
 * Understands `{"error": "…"}` (Ollama), `{"error": {message, type, param, code}}` (OpenAI), `{"detail": …}` (FastAPI),
 * `{"message": …}` (vLLM, older), web pages and plain text.
 *
 * @param body beginning of the body, secrets taken out
 */
export function readServerError(body: string): ServerError {
  const value = parsed(body);
  if (value === undefined) {
    const message = isWebPage(undefined, body)
      ? `a web page, ${pageTitle(body)}`
      : plain(body, LONGEST_MESSAGE);
    return { message, code: '', parameter: '', is_structured: false };
  }
  return errorOf(value);
}

/** The same from a value that was parsed already. */
export function errorOf(value: unknown): ServerError {
  const outer = fields(value);
  const inner = fields(outer.error);
  const detail = Array.isArray(outer.detail) ? fields(outer.detail[0]) : {};
  const said = [outer.error, inner.message, outer.detail, detail.msg, outer.message, inner.type].find(
    (each) => typeof each === 'string' && each !== '',
  );
  const place = Array.isArray(detail.loc) ? detail.loc.at(-1) : inner.param;
  return {
    message: plain(typeof said === 'string' ? said : (JSON.stringify(value) ?? ''), LONGEST_MESSAGE),
    code: [inner.code, inner.type].filter((each) => typeof each === 'string').join(' '),
    parameter: typeof place === 'string' ? place : '',
    is_structured: true,
  };
}

const fields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
