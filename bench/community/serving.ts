/** How many joins a second `tito community serve` takes, and how long reads wait meanwhile. */
import { join } from 'node:path';
import { interleave } from '../interleave.ts';
import { builtTito } from '../run-node.ts';
import type { LoadOrder } from './load-generator.ts';
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
  const ports = {
    tito: await started(serveTito(builtTito(root), join(folder, 'served.sqlite'), folder)),
    rows: await started(startServer([bare, 'rows', join(folder, 'rows.sqlite')], folder)),
    members: await started(startServer([bare, 'members', join(folder, 'members.sqlite')], folder)),
  };
  const load = (port: number, what: LoadOrder['what'], connections: number) =>
    generateLoad({ port, what, connections, duration_ms });
  const joining = (port: number) => async () => (await load(port, 'join', WRITERS)).per_second;
  const rates = await interleave(
    { tito: joining(ports.tito), rows: joining(ports.rows), members: joining(ports.members) },
    rounds,
  );
  const readingBesideWrites = (port: number) => async () => {
    const [reads] = await Promise.all([load(port, 'stats', READERS), load(port, 'join', WRITERS)]);
    return reads.p99_ms;
  };
  const waits = await interleave(
    { tito: readingBesideWrites(ports.tito), rows: readingBesideWrites(ports.rows) },
    rounds,
  );
  const statistic = `median of ${rounds} rounds of ${duration_ms / 1000} s, taking turns`;
  const joins = {
    title: `joins over HTTP, ${WRITERS} connections, FULL durability`,
    statistic,
    unit: 'per_s',
    measured: median(rates('tito')),
    compared: 'ratio',
  } as const;
  return [
    figure({
      ...joins,
      id: 'serve_joins_beside_rows',
      beside: 'node:http that inserts the same bytes into one table, group commit, FULL',
      control: median(rates('rows')),
      goal: { ratio_at_least: LEAST_RATIO },
    }),
    figure({
      ...joins,
      id: 'serve_joins_beside_members',
      beside: "node:http that makes the same members by the registry's store, group commit, FULL",
      control: median(rates('members')),
      goal: { ratio_at_least: LEAST_RATIO },
    }),
    figure({
      id: 'serve_reads_beside_writes',
      title: `GET /v1/stats by ${READERS} connections beside ${WRITERS} that join, p99`,
      beside: 'GET of a constant from the bare node:http beside the same',
      statistic,
      unit: 'ms',
      measured: median(waits('tito')),
      control: median(waits('rows')),
      compared: 'ratio',
      goal: { measured_at_most: MOST_READ_MS },
    }),
  ];
}
