import { createHmac } from 'node:crypto';
import { networkOf } from './client-address.ts';

const DAY_MS = 86_400_000;
/** Addresses whose keys are remembered, in memory and for the day only. */
const MOST_ADDRESSES = 50_000;

/**
 * Names of the buckets of clients. A client is known by HMAC-SHA-256 of its network under a salt of the day, itself
 * drawn from the registry's secret: the address is not stored, and tomorrow's name has nothing in common with today's.
 */
export class AddressKeys {
  readonly #secret: Uint8Array;
  readonly #clock: () => number;
  readonly #known = new Map<string, string>();
  #day = -1;
  #salt: Buffer = Buffer.alloc(0);

  constructor(secret: Uint8Array, clock: () => number) {
    this.#secret = secret;
    this.#clock = clock;
  }

  of(address: string): string {
    const day = Math.floor(this.#clock() / DAY_MS);
    if (day !== this.#day) {
      this.#day = day;
      this.#salt = createHmac('sha256', this.#secret).update(`rate limits of day ${day}`).digest();
      this.#known.clear();
    }
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_ADDRESSES) this.#known.clear();
    const key = createHmac('sha256', this.#salt).update(networkOf(address)).digest('base64url').slice(0, 22);
    this.#known.set(address, key);
    return key;
  }
}
