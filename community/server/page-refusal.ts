import type { IncomingMessage } from 'node:http';
import { problemPage } from '../pages/views/problem.ts';
import type { ErrorAnswer } from './error-answer.ts';

/** What programs ask for is refused in their words, whoever asks. */
const FOR_PROGRAMS = /^\/(?:v1|data|events|healthz|readyz|metrics|openapi\.json)(?:[/?]|$)/;

/** A refusal as a page, where somebody with a browser asks for one; null for programs. */
export function refusalPage(
  { method, url = '/', headers }: IncomingMessage,
  status: number,
  { error }: ErrorAnswer,
): string | null {
  const isAsked = method === 'GET' || method === 'HEAD';
  if (!isAsked || !headers.accept?.includes('text/html') || FOR_PROGRAMS.test(url)) return null;
  return problemPage(status, error.message, error.hint, rootFrom(url));
}

/** From a path to where the pages begin: `./` from `/leaderboard`, `../` from `/run/1`. */
function rootFrom(url: string): string {
  const depth = url.replace(/\?.*$/s, '').split('/').length - 2;
  return depth <= 0 ? './' : '../'.repeat(Math.min(depth, 20));
}
