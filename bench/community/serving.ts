/** How many joins a second `tito community serve` takes, and how long reads wait meanwhile. */
import { join } from 'node:path';
import { interleave } from '../interleave.ts';
import { builtTito } from '../run-node.ts';
import { median } from './quantile.ts';
import { figure, type Row } from './row.ts';
import { generateLoad, type ServerProcess, serveTito, startServer, stopServer } from './server-process.ts';

const WRITERS = 64;
const READERS = 8;
/** Of the control's rate. */
const LEAST_RATIO = 0.5;
const MOST_READ_MS = 20;

/**
 * @param folder an empty one
 * @param rounds how often each server is loaded, for `duration_ms` every time
 */
export async function serving(
  root: string,
  folder: string,
  rounds: number,
  duration_ms: number,
): Promise<Row[]> {
  const bare = join(import.meta.dirname, 'bare-server.ts');
  await using stopping = new AsyncDisposableStack();
  const started = async (starting: Promise<ServerProcess>) => {
    const server = await starting;
    stopping.defer(() => stopServer(server));
    return server.port;
  };
  const tito = await started(serveTito(builtTito(root), join(folder, 'served.sqlite'), folder));
  const control = await started(startServer([bare, join(folder, 'bare.sqlite')], folder));

  const load = (port: number, what: 'join' | 'stats', connections: number) =>
    generateLoad({ port, what, connections, duration_ms });
  const join_rate = (port: number) => async () => (await load(port, 'join', WRITERS)).per_second;
  const rates = await interleave({ tito: join_rate(tito), control: join_rate(control) }, rounds);

  const reads_beside_writes = (port: number) => async () => {
    const [reads] = await Promise.all([load(port, 'stats', READERS), load(port, 'join', WRITERS)]);
    return reads.p99_ms;
  };
  const waits = await interleave(
    { tito: reads_beside_writes(tito), control: reads_beside_writes(control) },
    rounds,
  );
  const statistic = `median of ${rounds} rounds of ${duration_ms / 1000} s, taking turns`;
  return [
    figure({
      id: 'serve_joins',
      title: `joins over HTTP, ${WRITERS} connections, FULL durability`,
      beside: 'bare node:http that inserts the same bytes into one table, group commit, FULL',
      statistic,
      unit: 'per_s',
      measured: median(rates('tito')),
      control: median(rates('control')),
      compared: 'ratio',
      goal: { ratio_at_least: LEAST_RATIO },
    }),
    figure({
      id: 'serve_reads_beside_writes',
      title: `GET /v1/stats beside ${WRITERS} connections that join, p99 of ${READERS} connections`,
      beside: 'GET of a constant from the bare server beside the same',
      statistic,
      unit: 'ms',
      measured: median(waits('tito')),
      control: median(waits('control')),
      compared: 'ratio',
      goal: { measured_at_most: MOST_READ_MS },
    }),
  ];
}
