import { expect, it, onTestFinished } from 'vitest';
import { addMembers } from '../../../../community/store/postgres/add-members.ts';
import { openPostgresStore } from '../../../../community/store/postgres-store.ts';
import { describeWithPostgres } from '../../../support/postgres.ts';
import { withDatabase } from '../../../support/postgres-cluster.ts';
import { ALL, joining } from '../../../support/store-contract/requests.ts';

describeWithPostgres('a power failure', (cluster) => {
  /** The log is written only when somebody waits for it. */
  async function lazyDatabase() {
    const url = await cluster.newDatabase();
    await withDatabase(url, async (sql) => {
      for (const setting of ["wal_writer_delay = '10s'", 'autovacuum = off'])
        await sql.unsafe(`ALTER SYSTEM SET ${setting}`);
      await sql.unsafe('SELECT pg_reload_conf()');
    });
    return url;
  }
  const opened = async (url: string) => {
    const store = await openPostgresStore(url, { connections: 1 });
    onTestFinished(() => store.close().catch(() => {}));
    return store;
  };

  it('takes nobody who was answered', async () => {
    const url = await lazyDatabase();
    const store = await opened(url);
    for (const name of ['ada', 'ben', 'cyd'])
      expect(await store.write('join', joining(name))).toMatchObject({ kind: 'joined' });
    await cluster.stop('immediate');
    await cluster.start();
    expect(await (await opened(url)).members(ALL)).toBe(3);
  });

  it('takes nobody of whom somebody else was told, while the first server still waits for the disk', async () => {
    const url = await lazyDatabase();
    const store = await opened(url);
    const request = joining('ada');
    await withDatabase(url, async (sql) => {
      const statement = async ({ text, values }: { text: string; values: readonly unknown[] }) =>
        (await sql.unsafe(text, values as string[])).map((row) => ({
          ...row,
          last_number: Number(row.last_number),
        }));
      expect(await addMembers({ statement }, [{ kind: 'join', request }])).toMatchObject([
        { kind: 'joined' },
      ]);
    });
    // Nothing of it has to be written.
    const writes = [
      { kind: 'join', request },
      { kind: 'leave', request: { id: joining('nobody').id } },
    ] as const;
    expect(await store.applyBatch(writes)).toMatchObject([{ kind: 'present' }, { kind: 'unknown' }]);
    await cluster.stop('immediate');
    await cluster.start();
    expect(await (await opened(url)).member(request.id)).toMatchObject({ id: request.id, number: 1 });
  });
});
