import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresStore } from '../../../../community/store/postgres-store.ts';
import { REPOSITORY } from '../../../support/context.ts';
import { describeWithPostgres } from '../../../support/postgres.ts';
import { type Cluster, programs, startCluster, withDatabase } from '../../../support/postgres-cluster.ts';

const IS_HERE =
  process.env.CI === 'true' || (programs() !== null && spawnSync('openssl', ['version']).status === 0);
const title = `a database with a certificate of its own${IS_HERE ? '' : ' (skipped: Postgres or openssl is not installed)'}`;
const CERTIFICATE = 'tito-certificate.pem';
const KEY = 'tito-key.pem';

async function opened(url: string): Promise<string> {
  const store = await openPostgresStore(url);
  await store.version();
  await store.close();
  return 'opened';
}

/** As `opened`, in a process that also believes the certificate. */
function openedBelieving(certificate: string, url: string): string {
  const script = `
    import { openPostgresStore } from ${JSON.stringify(join(REPOSITORY, 'community/store/postgres-store.ts'))};
    const store = await openPostgresStore(process.argv[1]);
    await store.version();
    await store.close();
    console.log('opened');
  `;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script, url], {
    encoding: 'utf8',
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
  }).trim();
}
const unusable = (reason: RegExp, hint: RegExp) => ({
  code: 'registry_unusable',
  message: expect.stringMatching(reason),
  hint: expect.stringMatching(hint),
});

describe.skipIf(!IS_HERE)(title, () => {
  let cluster: Cluster;
  let url = '';
  let folder = '';

  beforeAll(async () => {
    cluster = await startCluster();
    const name = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
    folder = mkdtempSync(join(tmpdir(), 'tito-certificate-'));
    const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
    const files = ['-keyout', KEY, '-out', CERTIFICATE];
    execFileSync('openssl', [...words, '-addext', name, ...files], { cwd: folder, stdio: 'pipe' });
    const { uid, gid } = statSync(cluster.data);
    for (const file of [KEY, CERTIFICATE]) {
      const copy = join(cluster.data, file);
      writeFileSync(copy, readFileSync(join(folder, file)), { mode: 0o600 });
      chownSync(copy, uid, gid);
    }
    url = (await cluster.newDatabase()).replace('127.0.0.1', 'localhost');
    const access = join(cluster.data, 'pg_hba.conf');
    writeFileSync(access, readFileSync(access, 'utf8').replace(/^host /gm, 'hostssl '));
    await withDatabase(url, async (sql) => {
      await sql.unsafe(`ALTER SYSTEM SET ssl_cert_file = '${CERTIFICATE}'`);
      await sql.unsafe(`ALTER SYSTEM SET ssl_key_file = '${KEY}'`);
      await sql`ALTER SYSTEM SET ssl = on`;
      await sql`SELECT pg_reload_conf()`;
    });
  }, 120_000);
  afterAll(async () => {
    await cluster.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is served encrypted, and with its certificate checked where that is believed', async () => {
    // Its settings are read again in a moment.
    const open = () => opened(`${url}?sslmode=require&max=5`).catch(({ message }) => message);
    await expect.poll(open, { timeout: 20_000 }).toBe('opened');
    const [row] = await withDatabase(
      `${url}?sslmode=require`,
      (sql) => sql`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`,
    );
    expect(row).toEqual({ ssl: true });
    await expect(opened(`${url}?sslmode=verify-full`)).rejects.toMatchObject(
      unusable(/DEPTH_ZERO_SELF_SIGNED_CERT/, /NODE_EXTRA_CA_CERTS/),
    );
    expect(openedBelieving(join(folder, CERTIFICATE), `${url}?sslmode=verify-full`)).toBe('opened');
  });

  it('that takes nothing else says so to who comes without', async () => {
    await expect(opened(url)).rejects.toMatchObject(
      unusable(/encrypted connections only/, /sslmode=require/),
    );
  });
});

describeWithPostgres('a database without TLS', (cluster) => {
  it('is not used where TLS is asked for, and the reason is told', async () => {
    const url = await cluster.newDatabase();
    await expect(opened(`${url}?sslmode=require`)).rejects.toMatchObject({
      code: 'registry_unreachable',
      message: expect.stringContaining('instead of encrypting it'),
    });
    await expect(opened(`${url}?sslmode=required`)).rejects.toMatchObject({ code: 'usage' });
    expect(await opened(`${url}?sslmode=disable`)).toBe('opened');
  });
});
