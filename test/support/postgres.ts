import { afterAll, beforeAll, describe } from 'vitest';
import { ABSENT, type Cluster, programs, startCluster } from './postgres-cluster.ts';

/**
 * Tests that need Postgres: they share one, each with databases of its own. They are skipped where there is none, save
 * in CI, where it has to be there.
 */
export function describeWithPostgres(name: string, tests: (cluster: Omit<Cluster, 'remove'>) => void): void {
  const place = programs();
  if (place === null && process.env.CI === 'true') throw new Error(ABSENT);
  const title = place === null ? `${name} (skipped: Postgres is not installed)` : name;
  describe.skipIf(place === null)(title, () => {
    let started: Cluster | undefined;
    beforeAll(async () => {
      started = await startCluster();
    }, 120_000);
    afterAll(async () => {
      await started?.remove();
    }, 120_000);
    const running = () => {
      if (!started) throw new Error('Postgres runs as soon as the first test does');
      return started;
    };
    tests({
      get data() {
        return running().data;
      },
      get port() {
        return running().port;
      },
      get password() {
        return running().password;
      },
      newDatabase: () => running().newDatabase(),
      log: () => running().log(),
      stop: (how) => running().stop(how),
      start: () => running().start(),
    });
  });
}
