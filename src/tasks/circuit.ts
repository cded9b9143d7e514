import type { ProviderFailure } from '../task-contracts.ts';

/** So many failures to connect in a row, over all samples of an endpoint, and it counts as dead. */
const MOST_IN_A_ROW = 5;

/**
 * Stops hammering an endpoint that does not answer (circuit breaker: Nygard, Release It!, 2nd ed. 2018). It stays open
 * for the rest of the run: a server that comes back in the middle would have met one arm more than the other.
 */
export interface Circuit {
  /** Why nothing is sent any more; null while requests may go out. */
  reason: () => string | null;
  /**
   * @param wasConnected whether the server had taken the connection: then it lives, whatever became of the answer
   * @returns whether this failure has opened it
   */
  note: (failure: ProviderFailure | null, wasConnected: boolean) => boolean;
}

export function newCircuit(endpoint: string): Circuit {
  let [inARow, reason]: [number, string | null] = [0, null];
  return {
    reason: () => reason,
    note: (failure, wasConnected) => {
      const isDead = failure?.limit === 'connect' || (failure?.kind === 'connection' && !wasConnected);
      inARow = isDead ? inARow + 1 : 0;
      if (reason !== null || inARow < MOST_IN_A_ROW) return false;
      reason = `${endpoint} failed ${inARow} times in a row (${failure?.message}); nothing more is sent to it`;
      return true;
    },
  };
}
