import type { Store } from '../../store.ts';
import type { Policy } from './policies.ts';

/** What a bucket says to one request. */
export interface Grant {
  isAllowed: boolean;
  /** Tokens that a full bucket holds. */
  limit: number;
  /** Tokens that are left. */
  remaining: number;
  /** Until the bucket is full again. */
  reset_ms: number;
  /** Until there is a token again; 0 where there is one. */
  retry_ms: number;
}

/** Tokens that were taken out of a bucket in the store and are given out here. */
interface Lease {
  left: number;
  /** Tokens in the store's bucket when the lease was made. */
  behind: number;
  full_at: number;
  refused_until: number;
  /** The next lease, while it is asked for. */
  pending: Promise<void> | null;
}

/** A lease is this part of a full bucket: the store is asked once in so many requests, and hears of each at last. */
const LEASED_PART = 1 / 10;
/** `Retry-After` is in whole seconds: who comes back earlier hears the same again, and the store is not asked. */
const LEAST_REFUSAL_MS = 1000;
/** Keys that are remembered; the one that was met first is forgotten first, and leased anew when it comes again. */
const MOST_KEYS = 50_000;

/**
 * Token buckets that are kept in the store, so that they outlive a restart and several servers share them.
 * Where the store can't write, requests are let through: what it answers by reading needs no writing.
 */
export class Buckets {
  readonly #store: Pick<Store, 'write'>;
  readonly #clock: () => number;
  readonly #leases = new Map<string, Lease>();

  constructor(store: Pick<Store, 'write'>, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Milliseconds until a key that was refused may ask again; 0 for others. Costs one look-up. */
  refusedFor(key: string): number {
    const lease = this.#leases.get(key);
    return lease === undefined ? 0 : Math.max(0, lease.refused_until - this.#clock());
  }

  /** Takes a token; at once where one is leased, after asking the store where none is. */
  take(key: string, policy: Policy): Grant | Promise<Grant> {
    const lease = this.#leases.get(key) ?? this.#newLease(key);
    const now = this.#clock();
    if (lease.left > 0 || lease.refused_until > now) return give(lease, policy, now);
    // Others who wait for the same lease may use it up; who is left asks for the next.
    return this.#renew(key, lease, policy).then(() => this.take(key, policy));
  }

  #newLease(key: string): Lease {
    if (this.#leases.size >= MOST_KEYS) {
      const [oldest] = this.#leases.keys();
      if (oldest !== undefined) this.#leases.delete(oldest);
    }
    const lease: Lease = { left: 0, behind: 0, full_at: 0, refused_until: 0, pending: null };
    this.#leases.set(key, lease);
    return lease;
  }

  #renew(key: string, lease: Lease, { capacity, per_second }: Policy): Promise<void> {
    lease.pending ??= this.#ask(key, lease, { capacity, per_second }).finally(() => {
      lease.pending = null;
    });
    return lease.pending;
  }

  async #ask(key: string, lease: Lease, { capacity, per_second }: Policy) {
    const at = this.#clock();
    const cost = Math.max(1, Math.ceil(capacity * LEASED_PART));
    try {
      const outcome = await this.#store.write('take', { key, cost, capacity, per_second, at });
      lease.left += outcome.taken;
      lease.behind = Math.floor(outcome.remaining);
      lease.full_at = at + outcome.full_in_ms;
      if (outcome.taken === 0) lease.refused_until = at + Math.max(LEAST_REFUSAL_MS, outcome.next_in_ms);
    } catch {
      lease.left += cost;
    }
  }
}

function give(lease: Lease, { capacity, per_second }: Policy, now: number): Grant {
  const isAllowed = lease.left > 0;
  if (isAllowed) lease.left--;
  const remaining = Math.min(capacity, lease.left + lease.behind);
  const reset_ms = Math.max(0, lease.full_at - now, ((capacity - remaining) / per_second) * 1000);
  const retry_ms = isAllowed ? 0 : Math.max(1, lease.refused_until - now);
  return { isAllowed, limit: capacity, remaining, reset_ms, retry_ms };
}
