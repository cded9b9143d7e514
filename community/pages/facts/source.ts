import type { Registry } from '../../../src/community-contracts.ts';
import type { Store } from '../../store.ts';

/** What pages are made from. */
export interface Source {
  store: Store;
  registry: Registry;
  /** Milliseconds since 1970. */
  clock: () => number;
}
