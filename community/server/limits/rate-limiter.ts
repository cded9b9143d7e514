import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressKeys } from './address-keys.ts';
import type { Buckets, Grant } from './buckets.ts';
import type { ClientAddress } from './client-address.ts';
import type { Cost, Policies } from './policies.ts';

export interface RateLimiterParts {
  buckets: Buckets;
  policies: Policies;
  keys: AddressKeys;
  addressOf: ClientAddress;
}

/** Limits of what one client, and one member, may ask for. */
export class RateLimiter {
  readonly #parts: RateLimiterParts;

  constructor(parts: RateLimiterParts) {
    this.#parts = parts;
  }

  /** What is left of a refusal of this client that was said before, in milliseconds; 0 where there is none. */
  refusedFor(request: IncomingMessage): number {
    return this.#parts.buckets.refusedFor(this.#addressKey(request, costOf(request.method)));
  }

  /**
   * Takes a token of the client and, where a member asks, one of the member.
   * @param token as it was sent; null where none was, or where the request is one to become a member
   * @param cost what it costs; by its method where that is not said
   */
  take(
    request: IncomingMessage,
    token: string | null,
    cost = costOf(request.method),
  ): Grant | Promise<Grant> {
    const { buckets, policies } = this.#parts;
    const ofAddress = buckets.take(this.#addressKey(request, cost), policies.address[cost]);
    if (token === null) return ofAddress;
    const own = cost === 'create' ? 'write' : cost;
    const takeOfMember = (grant: Grant) =>
      grant.isAllowed ? stricter(grant, buckets.take(memberKey(token, own), policies.member[own])) : grant;
    return ofAddress instanceof Promise ? ofAddress.then(takeOfMember) : takeOfMember(ofAddress);
  }

  #addressKey(request: IncomingMessage, cost: Cost): string {
    return `${cost} a ${this.#parts.keys.of(this.#parts.addressOf(request))}`;
  }
}

const costOf = (method = ''): Cost => (/^(?:GET|HEAD|OPTIONS)$/.test(method) ? 'read' : 'write');

/** Not the hash that members are known by: buckets tell nobody whose they are. */
const memberKey = (token: string, cost: Cost): string =>
  `${cost} m ${createHash('sha256').update(`rate limit ${token}`).digest('base64url').slice(0, 22)}`;

/** What a client is told: of the two buckets the one that is nearer to its end. */
function stricter(address: Grant, member: Grant | Promise<Grant>): Grant | Promise<Grant> {
  if (member instanceof Promise) return member.then((grant) => stricter(address, grant));
  return !member.isAllowed || member.remaining <= address.remaining ? member : address;
}
