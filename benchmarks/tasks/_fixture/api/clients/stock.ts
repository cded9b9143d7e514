import { send } from './shipping.js';

const ROUNDS = 4;

interface Reservation {
  failed?: boolean;
  reason?: string;
  status?: number;
}

export async function reserveStock(orderId: string): Promise<Reservation> {
  let lastError: Error | null = null;
  let waited = 0;
  for (let attempt = 1; attempt <= ROUNDS; attempt++) {
    try {
      return (await send('/reservations', { orderId, waited })) as Reservation;
    } catch (error) {
      lastError = error as Error;
      waited += 50 * 2 ** attempt;
      await new Promise((done) => setTimeout(done, 50 * 2 ** attempt));
    }
  }
  return { failed: true, reason: lastError?.message ?? 'unknown' };
}
