import type * as z from 'zod';
import { TitoError } from '../../errors.ts';
import { parseLoosely } from '../parse-loosely.ts';
import type { Answer } from './exchange.ts';
import { harmless } from './harmless.ts';
import { refusalOf, retryAfter_s } from './refusal.ts';

/** Version of the API that this tito speaks; every answer of a registry carries one. */
const API_VERSION = 1;

const NO_REGISTRY = 'Look whether this is the address of a registry, or choose another: --registry FILE|URL.';

/**
 * What an answer says, checked.
 *
 * @param place the registry, for messages
 * @param now_ms milliseconds since 1970, for dates in it
 * @throws TitoError what the registry refuses; `registry_unusable`, `registry_newer`, `registry_unreachable` for what is
 *   no answer of a registry that this tito understands
 */
export function readAnswer<Schema extends z.ZodType>(
  place: string,
  schema: Schema,
  answer: Answer,
  now_ms: number,
): z.output<Schema> {
  const { status, headers, body } = answer;
  const unusable = (reason: string, hint = NO_REGISTRY) =>
    new TitoError('registry_unusable', { registry: place, reason, hint });
  if (status >= 300 && status < 400) throw redirected(place, answer, unusable);
  checkOrigin(place, answer, now_ms, unusable);
  const value = parse(body);
  if (status >= 400) throw refusalOf(place, answer, value, now_ms);
  if (status < 200 || !isJson(headers['content-type'])) {
    throw unusable(`it answers ${status} with ${harmless(headers['content-type'] ?? 'no content')}.`);
  }
  if (value === undefined) throw unusable('its answer is cut off, or no JSON.');
  const { data, problem } = parseLoosely(schema, value);
  if (problem !== null) {
    const hint =
      'It may be of another version than this tito, or broken. Nothing was changed on this machine.';
    throw unusable(`its answer is not understood (${harmless(problem)}).`, hint);
  }
  return data;
}

type Unusable = (reason: string, hint?: string) => TitoError;

function redirected(place: string, { status, headers }: Answer, unusable: Unusable): TitoError {
  const target = headers.location === undefined ? 'elsewhere' : harmless(headers.location);
  return unusable(
    `it points at ${target} (${status}), and tito gives nothing to places that you did not choose.`,
    `If you trust that place, choose it instead of ${place}: --registry URL.`,
  );
}

/** Refuses what no registry of this version wrote: a proxy, a portal of a network, another kind of server. */
function checkOrigin(place: string, answer: Answer, now_ms: number, unusable: Unusable): void {
  const { status, headers, body } = answer;
  const said = headers['tito-registry'];
  if (said === undefined) {
    if ([502, 503, 504].includes(status)) {
      const wait = retryAfter_s(headers, now_ms);
      const hint = wait === null ? undefined : `Nothing is lost: try again in ${wait} s.`;
      const reason = `what stands before it answers ${status}.`;
      throw new TitoError('registry_unreachable', { registry: place, reason, hint });
    }
    if (status === 429) {
      const retry_after_s = `${retryAfter_s(headers, now_ms) ?? 60}`;
      throw new TitoError('rate_limited', { registry: place, retry_after_s });
    }
    const isPage = /html/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype|html)/i.test(body);
    throw unusable(
      isPage
        ? `it answers ${status} with HTML; is this a registry?`
        : `it answers ${status} and does not say that it is a registry.`,
    );
  }
  const version = Number(said);
  if (version === API_VERSION) return;
  if (!Number.isInteger(version) || version < API_VERSION) {
    throw unusable(`it names '${harmless(said, 40)}' as its version; this tito speaks ${API_VERSION}.`);
  }
  throw new TitoError('registry_newer', {
    registry: place,
    found: `${version}`,
    supported: `${API_VERSION}`,
  });
}

const isJson = (type: string | undefined) => /^application\/(?:[\w.-]+\+)?json\b/i.test(type ?? '');

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
