/** A process of its own that asks a server as fast as it answers, and prints what came of it as JSON. */

import { newDocument, newToken } from './_members.ts';
import { asText, RawClient } from './_raw-client.ts';

export interface LoadSettings {
  port: number;
  connections: number;
  duration_ms: number;
  what: 'join' | 'stats';
}
export interface LoadResult {
  per_second: number;
  p50_ms: number;
  p99_ms: number;
  statuses: Record<string, number>;
}

const settings: LoadSettings = JSON.parse(process.argv[2] ?? '{}');

function nextRequest(): string {
  if (settings.what === 'stats') return asText('GET', '/v1/stats', {});
  const institution_name = `Institution ${Math.floor(Math.random() * 200)}`;
  const body = JSON.stringify(newDocument({ institution_name }));
  const headers = { authorization: `Bearer ${newToken()}`, 'content-type': 'application/json' };
  return asText('PUT', '/v1/member', headers, body);
}

const times: number[] = [];
const statuses: Record<string, number> = {};
const end = performance.now() + settings.duration_ms;

async function ask() {
  const client = await RawClient.open(settings.port);
  while (performance.now() < end) {
    const text = nextRequest();
    const start = performance.now();
    const { status } = await client.request(text);
    times.push(performance.now() - start);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  client.close();
}

const start = performance.now();
await Promise.all(Array.from({ length: settings.connections }, ask));
times.sort((a, b) => a - b);
const at = (share: number) =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
const result: LoadResult = {
  per_second: (times.length / (performance.now() - start)) * 1000,
  p50_ms: at(0.5),
  p99_ms: at(0.99),
  statuses,
};
process.stdout.write(JSON.stringify(result));
