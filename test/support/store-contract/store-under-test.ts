import type { Outcome, Store, Write } from '../../../community/store.ts';

export interface StoreUnderTest {
  store: Store;
  /** Another connection to the same store. */
  another: () => Promise<Store>;
  /** Writes in one transaction, where the store can. */
  applyTogether?: (writes: readonly Write[]) => Promise<Outcome[]>;
}

/** An empty store, which is closed and removed when the test is over. */
export type OpenStore = () => Promise<StoreUnderTest>;
