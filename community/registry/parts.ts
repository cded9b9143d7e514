import type { Examiner } from '../examine.ts';
import type { Store } from '../store.ts';

/** What a registry is made of. */
export interface Parts {
  store: Store;
  examine: Examiner;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Where it is, for people: a path or a URL. */
  place: string;
  /** Whether it is a file of whoever asks, who may moderate it without a token. */
  isOwn?: boolean;
  /** SHA-256 of a token in hexadecimal; the runtime's own where it is left out. */
  hashToken?: (token: string) => string;
  /** HMAC-SHA-256 under a key, in hexadecimal; the runtime's own where it is left out. */
  hmac?: (key: Uint8Array) => (text: string) => string;
}
