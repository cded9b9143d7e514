/** A process of its own that asks a server as fast as it answers, and prints what came of it as JSON. */
import { HttpConnection, requestText } from './http-connection.ts';
import { newMember } from './new-member.ts';
import { quantile } from './quantile.ts';

export interface LoadOrder {
  port: number;
  connections: number;
  duration_ms: number;
  /** Joins, each of somebody else, or the numbers of the registry. */
  what: 'join' | 'stats';
}

export interface LoadResult {
  per_second: number;
  p50_ms: number;
  p99_ms: number;
}

async function load({ port, connections, duration_ms, what }: LoadOrder): Promise<LoadResult> {
  const stats = requestText('GET', '/v1/stats');
  let asked = 0;
  const times: number[] = [];
  const all = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(port)));
  const start = performance.now();
  const askOn = async (connection: HttpConnection) => {
    while (performance.now() < start + duration_ms) {
      const request = what === 'stats' ? stats : newMember(asked++).request;
      const sent = performance.now();
      const { status, body } = await connection.ask(request);
      times.push(performance.now() - sent);
      if (status !== 200) throw new Error(`a request was answered with ${status}: ${body}`);
    }
    connection.close();
  };
  await Promise.all(all.map(askOn));
  const per_second = (times.length / (performance.now() - start)) * 1000;
  return { per_second, p50_ms: quantile(times, 0.5), p99_ms: quantile(times, 0.99) };
}

process.stdout.write(JSON.stringify(await load(JSON.parse(process.argv[2] ?? ''))));
