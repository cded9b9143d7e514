import https from 'node:https';

const ATTEMPTS = 3;
const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });

/** Sends one request to the payment gateway. */
function post(path, body) {
  return new Promise((resolve, reject) => {
    const options = { host: 'pay.harbour.example', path, method: 'POST', agent };
    const request = https.request(options, (response) => {
      if (response.statusCode >= 500) reject(new Error(`The gateway answered ${response.statusCode}.`));
      else resolve({ id: response.headers['x-payment-id'] });
      response.resume();
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

export async function chargeCard(token, cents) {
  let lastError = null;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      return await post('/charges', { token, cents });
    } catch (error) {
      lastError = error;
      await new Promise((done) => setTimeout(done, 100 * 2 ** attempt));
    }
  }
  return { failed: true, reason: lastError.message };
}

/** Money goes back at once or somebody has to look at it: the failures are passed on. */
export async function refund(paymentId) {
  const failures = [];
  while (failures.length < ATTEMPTS) {
    const answer = await post('/refunds', { payment: paymentId }).catch((error) => void failures.push(error));
    if (answer) return answer;
  }
  throw new AggregateError(failures, `The payment ${paymentId} was not refunded.`);
}
