/** How many joins a second a registry on Postgres takes, beside servers and statements that do less or do it otherwise. */
import { join } from 'node:path';
import { type Cluster, startCluster } from '../../test/support/postgres-cluster.ts';
import { interleave } from '../interleave.ts';
import { builtTito } from '../run-node.ts';
import { type Keeper, newJoining, WAYS, type WayId } from './postgres-joining.ts';
import { median } from './quantile.ts';
import { type Figure, figure, type Goal } from './row.ts';
import { generateLoad, type ServerProcess, serveTito, startServer, stopServer } from './server-process.ts';

const WRITERS = 64;
/** Connections that write at once, as those of so many servers do, and members that are under way on each. */
const REPLICAS = 2;
const UNDER_WAY = 64;
/** Of the control's rate. */
const LEAST_RATIO = 0.5;

/**
 * Starts a Postgres of its own in a temporary folder, with its disk flushed at every commit.
 *
 * @param folder an empty one
 * @param rounds how often each is loaded, for `duration_ms` every time
 * @throws Error where Postgres is not installed
 */
export async function onPostgres(
  root: string,
  folder: string,
  rounds: number,
  duration_ms: number,
): Promise<Figure[]> {
  const cluster = await startCluster({ fsync: 'on', synchronous_commit: 'on' });
  try {
    return [
      ...(await overHttp(cluster, root, folder, rounds, duration_ms)),
      ...(await byStatements(cluster, rounds, duration_ms)),
    ];
  } finally {
    await cluster.remove();
  }
}

async function overHttp(
  cluster: Cluster,
  root: string,
  folder: string,
  rounds: number,
  duration_ms: number,
): Promise<Figure[]> {
  const bare = join(import.meta.dirname, 'bare-server.ts');
  await using stopping = new AsyncDisposableStack();
  const joining = async (starting: Promise<ServerProcess>) => {
    const server = await starting;
    stopping.defer(() => stopServer(server));
    const order = { port: server.port, what: 'join', connections: WRITERS, duration_ms } as const;
    return async () => (await generateLoad(order)).per_second;
  };
  const rates = await interleave(
    {
      tito: await joining(serveTito(builtTito(root), await cluster.newDatabase(), folder)),
      rows: await joining(startServer([bare, 'postgres-rows', await cluster.newDatabase()], folder)),
      members: await joining(startServer([bare, 'postgres-members', await cluster.newDatabase()], folder)),
    },
    rounds,
  );
  const joins = {
    title: `joins over HTTP on Postgres, one server, ${WRITERS} connections`,
    statistic: statisticOf(rounds, duration_ms),
    unit: 'per_s',
    measured: median(rates('tito')),
    compared: 'ratio',
  } as const;
  return [
    figure({
      ...joins,
      id: 'postgres_joins_beside_rows',
      beside:
        'node:http that inserts the same bytes into one table of Postgres, a statement for all that came',
      control: median(rates('rows')),
      goal: { ratio_at_least: LEAST_RATIO },
    }),
    figure({
      ...joins,
      id: 'postgres_joins_beside_members',
      beside: "node:http that makes the same members by the registry's store on Postgres, nothing checked",
      control: median(rates('members')),
      goal: { ratio_at_least: LEAST_RATIO },
    }),
  ];
}

/** What counting costs the database: two connections that write at the same time, no HTTP. */
async function byStatements(cluster: Cluster, rounds: number, duration_ms: number): Promise<Figure[]> {
  await using opened = new AsyncDisposableStack();
  const keepers = new Map<WayId, Keeper[]>();
  for (const way of WAYS) {
    const url = await cluster.newDatabase();
    await way.prepare(url);
    const of = await Promise.all(Array.from({ length: REPLICAS }, () => way.open(url)));
    for (const keeper of of) opened.defer(() => keeper.close());
    keepers.set(way.id, of);
  }
  const loading = (id: WayId) => () => rateOf(keepers.get(id) ?? [], duration_ms);
  const contenders = Object.fromEntries(WAYS.map(({ id }) => [id, loading(id)]));
  const rates = await interleave(contenders, rounds);
  const beside = (id: WayId, control: WayId, goal: Goal | null): Figure => {
    const deadlocks = (keepers.get(id) ?? []).reduce((sum, keeper) => sum + keeper.deadlocks(), 0);
    return figure({
      id: `postgres_members_by_${id}${control === 'bare' ? '' : `_beside_${control}`}`,
      title: `members into Postgres: ${titleOf(id)}`,
      beside: `${titleOf(control)}; ${REPLICAS} connections, ${UNDER_WAY} members each, no HTTP`,
      statistic: `${statisticOf(rounds, duration_ms)}; ${deadlocks} deadlocks`,
      unit: 'per_s',
      measured: median(rates(id)),
      control: median(rates(control)),
      compared: 'ratio',
      goal,
    });
  };
  const counting = WAYS.map(({ id }) => id).filter((id) => id !== 'bare');
  return [
    // What counting costs, and nothing else: both insert the same rows into the same indexes.
    beside('store', 'indexed', { ratio_at_least: LEAST_RATIO }),
    ...counting.map((id) => beside(id, 'bare', null)),
  ];
}

const titleOf = (id: WayId) => WAYS.find((way) => way.id === id)?.title ?? id;

async function rateOf(keepers: readonly Keeper[], duration_ms: number): Promise<number> {
  let done = 0;
  const start = performance.now();
  const joinOn = async (keeper: Keeper) => {
    while (performance.now() < start + duration_ms) {
      await keeper.join(newJoining(done));
      done++;
    }
  };
  const joiners = keepers.flatMap((keeper) => Array.from({ length: UNDER_WAY }, () => joinOn(keeper)));
  await Promise.all(joiners);
  return (done / (performance.now() - start)) * 1000;
}

const statisticOf = (rounds: number, duration_ms: number) =>
  `median of ${rounds} rounds of ${duration_ms / 1000} s, taking turns`;
