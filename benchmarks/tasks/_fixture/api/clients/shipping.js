import https from 'node:https';
import { reserveStock } from './stock.ts';

const TRIES = 5;
const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: true });

export function send(path, body) {
  return new Promise((resolve, reject) => {
    const options = { host: 'parcels.harbour.example', path, method: 'POST', agent };
    const request = https.request(options, (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

export async function bookParcel(orderId, address) {
  await reserveStock(orderId);
  let problem = null;
  for (let round = 1; round <= TRIES; round++) {
    try {
      return await send('/parcels', { orderId, address });
    } catch (failure) {
      problem = failure;
      await new Promise((done) => setTimeout(done, 250 * 2 ** round));
    }
  }
  return { failed: true, reason: problem.message };
}
