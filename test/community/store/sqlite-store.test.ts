import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import { describeStore } from '../../support/store-contract.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describeStore('SQLite', async () => {
  const file = join(temporaryFolder(), 'registry.db');
  const open = () => {
    const store = openSqliteStore(file);
    onTestFinished(() => store.close());
    return store;
  };
  const store = open();
  return {
    store,
    another: async () => open(),
    applyTogether: async (writes) => store.applyBatch(writes),
  };
});
