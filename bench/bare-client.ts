/**
 * Asks a model server again and again with as many connections as asked for, as a program does that only asks; at its
 * end it prints the median time of an answer and the time from the first request to the last answer, in milliseconds.
 */
import { Agent, request } from 'node:http';

const { endpoint, requests, concurrency } = JSON.parse(process.argv[2] ?? '{}');
const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
const body = JSON.stringify({
  model: 'llama3.2:1b',
  messages: [{ role: 'user', content: 'Rate this.' }],
  stream: true,
});
let left: number = requests;
const latencies_ms: number[] = [];

const ask = () =>
  new Promise<void>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request(`${endpoint}/api/chat`, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => {
        const isComplete = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '').done === true;
        if (isComplete) resolve();
        else reject(new Error('the answer is not complete'));
      });
    });
    asked.on('error', reject).end(body);
  });

const start = performance.now();
await Promise.all(
  Array.from({ length: concurrency }, async () => {
    while (left > 0) {
      left -= 1;
      const asked = performance.now();
      await ask();
      latencies_ms.push(performance.now() - asked);
    }
  }),
);
agent.destroy();
const p50_ms = latencies_ms.toSorted((a, b) => a - b)[latencies_ms.length >> 1];
process.stdout.write(JSON.stringify({ p50_ms, wall_ms: performance.now() - start }));
