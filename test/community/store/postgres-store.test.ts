import { onTestFinished } from 'vitest';
import { openPostgresStore } from '../../../community/store/postgres-store.ts';
import { describeWithPostgres } from '../../support/postgres.ts';
import { describeStore } from '../../support/store-contract.ts';

describeWithPostgres('a registry in Postgres', (cluster) => {
  describeStore('Postgres', async () => {
    const url = await cluster.newDatabase();
    const open = async () => {
      const store = await openPostgresStore(url, { connections: 4 });
      onTestFinished(() => store.close());
      return store;
    };
    const store = await open();
    return { store, another: open, applyTogether: (writes) => store.applyBatch(writes) };
  });
});
