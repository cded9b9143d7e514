/** Asks a model server again and again with as many connections as asked for, as a program does that only asks. */
import { Agent, request } from 'node:http';

const { endpoint, requests, concurrency } = JSON.parse(process.argv[2] ?? '{}');
const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
const body = JSON.stringify({
  model: 'llama3.2:1b',
  messages: [{ role: 'user', content: 'Rate this.' }],
  stream: true,
});
let left: number = requests;

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

await Promise.all(
  Array.from({ length: concurrency }, async () => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  }),
);
agent.destroy();
