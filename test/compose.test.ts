import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { clientAddress } from '../community/server/limits/client-address.ts';
import { ROUTES } from '../community/server/routes.ts';
import { readDatabaseUrl } from '../community/store/postgres/database-url.ts';
import { blocksOf } from './_page-commands.ts';
import { ask, serve } from './community/server/_serve.ts';
import { REPOSITORY } from './support/context.ts';
import { tito } from './support/tito.ts';

const read = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8');
const service = z.looseObject({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.unknown()).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  logging: z.looseObject({ options: z.record(z.string(), z.string()) }).optional(),
});
const compose = z
  .looseObject({
    services: z.record(z.string(), service),
    volumes: z.record(z.string(), z.unknown()),
    networks: z.record(
      z.string(),
      z
        .looseObject({
          ipam: z.looseObject({ config: z.array(z.looseObject({ subnet: z.string() })) }).optional(),
        })
        .nullable(),
    ),
    secrets: z.record(z.string(), z.looseObject({ file: z.string() })),
  })
  .parse(parse(read('compose.yaml'), { merge: true }));
const services = Object.entries(compose.services);
const database: Record<string, string> = compose.services.postgres?.environment ?? {};
const servers = services.filter(([, { command }]) => command?.includes('serve'));

describe('compose.yaml', () => {
  it('declares every secret, network, volume and service that it names, and every file is there', () => {
    for (const [name, { secrets, networks, volumes, depends_on, environment }] of services) {
      expect(Object.keys(compose.secrets), name).toEqual(expect.arrayContaining(secrets));
      expect(Object.keys(compose.networks), name).toEqual(expect.arrayContaining(networks));
      expect(Object.keys(compose.services), name).toEqual(expect.arrayContaining(Object.keys(depends_on)));
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('./')) expect(existsSync(join(REPOSITORY, source)), source).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
      for (const value of Object.values(environment)) {
        const secret = /^\/run\/secrets\/(.*)$/.exec(value)?.[1];
        if (secret !== undefined) expect(secrets, name).toContain(secret);
      }
    }
  });

  it('gives the servers only options and variables that there are', async () => {
    expect(servers).toHaveLength(2);
    const { stdout: help } = await tito(['community', 'serve', '--help']);
    for (const [, { command = [], environment }] of servers) {
      expect(command.slice(0, 2)).toEqual(['community', 'serve']);
      for (const flag of command.filter((word) => word.startsWith('--'))) expect(help).toContain(`${flag} `);
      for (const name of Object.keys(environment))
        expect(read('src/workflows/community/served-database.ts')).toContain(`env.${name}`);
    }
  });

  it('has the servers believe the balancer, and nobody from elsewhere', () => {
    const subnet = compose.networks.inside?.ipam?.config[0]?.subnet;
    const command = servers[0]?.[1].command ?? [];
    expect(command[command.indexOf('--trust-proxy') + 1]).toBe(subnet);
    const addressOf = clientAddress([`${subnet}`]);
    const from = (remoteAddress: string) =>
      addressOf({ socket: { remoteAddress }, headers: { 'x-forwarded-for': '198.51.100.7' } } as never);
    expect(from(`${subnet}`.replace(/0\/24$/, '5'))).toBe('198.51.100.7');
    expect(from('203.0.113.9')).toBe('203.0.113.9');
    for (const [name, { networks }] of services)
      expect(networks.includes('outside'), name).toBe(name === 'balancer');
  });

  it('has the servers log in to the database that is made, as its user, by the secret that both read', () => {
    for (const [, { environment }] of servers) {
      const url = readDatabaseUrl(environment.TITO_DATABASE ?? '');
      expect([url.user, url.database]).toEqual([database.POSTGRES_USER, database.POSTGRES_DB]);
      expect(compose.services).toHaveProperty(new URL(url.text).hostname);
      expect(environment.TITO_DATABASE_PASSWORD_FILE).toBe(database.POSTGRES_PASSWORD_FILE);
    }
    const check = compose.services.postgres?.healthcheck?.test;
    expect(check).toEqual(
      expect.arrayContaining([`--username=${database.POSTGRES_USER}`, `--dbname=${database.POSTGRES_DB}`]),
    );
  });

  it('keeps so much of each log and no more', () => {
    for (const [name, { logging }] of services)
      expect(logging?.options, name).toEqual({ 'max-size': '20m', 'max-file': '5' });
  });

  it('finds the balancer well by an address that it answers at', () => {
    const address = compose.services.balancer?.healthcheck?.test.at(-1) ?? '';
    expect(read('Caddyfile')).toContain(`\n${address.replace(/\/$/, '')} {\n`);
  });

  it('has a balancer that asks each of the servers, by the port that they listen at', () => {
    const asked = /\$TITO_SERVERS:(.*?)\}/.exec(read('Caddyfile'))?.[1]?.split(' ');
    expect(asked).toEqual(servers.map(([name]) => `${name}:4020`));
    // A retried request would count against the server that is well: see the Caddyfile.
    expect(read('Caddyfile')).not.toMatch(/^\s*fail_duration/m);
    const path = /health_uri (.*)/.exec(read('Caddyfile'))?.[1];
    expect(ROUTES.map((route) => `${route.method} ${route.path}`)).toContain(`GET ${path}`);
  });

  it('refuses to start without the name that members know, which the page has in .env', () => {
    const variables = [...read('compose.yaml').matchAll(/\$\{(\w+)(.)/g)].map(([, name, how]) => [name, how]);
    expect(variables).toEqual([['TITO_SITE', ':']]);
    expect(read('compose.yaml')).toContain('${TITO_SITE:?');
    expect(read('docs/operating.md')).toMatch(/^echo TITO_SITE=\S+ > \.env$/m);
    for (const file of ['.gitignore', '.dockerignore']) expect(read(file)).toMatch(/^\/?\.env$/m);
  });
});

describe('the commands for containers in docs/operating.md', () => {
  const commands = blocksOf('docs/operating.md')
    .filter(({ kind }) => kind === 'sh containers')
    .flatMap(({ text }) => text.trim().split('\n'))
    .map((line) => line.replace(/^umask 077 && /, '').replace(/ [<>] \S+$/, ''));
  const { POSTGRES_USER, POSTGRES_DB } = database;

  it('name services that there are, and stop and start all servers', () => {
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) {
      const [, verb = '', rest = ''] = /^docker compose (\w+)(.*)$/.exec(command) ?? [];
      expect(['up', 'ps', 'logs', 'exec', 'build', 'pull', 'stop', 'start'], command).toContain(verb);
      const words = rest.split(' ').filter((word) => word !== '' && !word.startsWith('-'));
      const named = verb === 'exec' ? words.slice(0, 1) : words;
      expect(Object.keys(compose.services), command).toEqual(expect.arrayContaining(named));
      if (verb === 'stop' || verb === 'start') expect(named).toEqual(servers.map(([name]) => name));
      if (verb === 'build') expect(servers.map(([name]) => name)).toEqual(expect.arrayContaining(named));
    }
  });

  it('are those of the database, as its user', () => {
    const programs = commands.filter((command) => command.includes(' exec -T postgres '));
    expect(programs.length).toBeGreaterThan(5);
    for (const program of programs) expect(program).toContain(` --username=${POSTGRES_USER} `);
    for (const dump of programs.filter((program) => program.includes('pg_dump')))
      expect(dump.endsWith(` ${POSTGRES_DB}`), dump).toBe(true);
    expect(programs.join('\n')).toContain(`ALTER DATABASE ${POSTGRES_DB} RENAME`);
  });

  it('leave copies that only their owner may read', () => {
    const lines = blocksOf('docs/operating.md').flatMap(({ text }) => text.split('\n'));
    const copies = lines.filter((line) => /> (?:\S+\.dump|admin-token)$/.test(line));
    expect(copies.length).toBeGreaterThan(3);
    for (const copy of copies) expect(copy).toMatch(/^umask 077 && /);
  });
});

describe('Dockerfile', () => {
  it('serves as somebody who may little, at the port that is asked', () => {
    const lines = read('Dockerfile').split('\n');
    expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
    expect(lines).toContain('EXPOSE 4020');
    expect(lines).toContain('ENTRYPOINT ["tito"]');
    expect(read('Dockerfile')).toContain("'http://127.0.0.1:4020/readyz'");
  });

  it('finds a server well that is ready, and none that is not there', async () => {
    const words = z
      .array(z.string())
      .parse(JSON.parse(/CMD (\["node".*\])/.exec(read('Dockerfile'))?.[1] ?? ''));
    const server = await serve();
    const check = (port: number) => {
      const [, ...rest] = words.map((word) => word.replace('127.0.0.1:4020', `127.0.0.1:${port}`));
      return new Promise((resolve) => execFile(process.execPath, rest, (error) => resolve(error?.code ?? 0)));
    };
    expect(await check(server.port)).toBe(0);
    await ask(server, 'GET', '/v1/stats');
    await expect.poll(server.logText).toContain('GET /v1/stats');
    // Asked every second, it would be all that is in the log.
    expect(server.logText()).not.toContain('GET /readyz');
    await server.close();
    expect(await check(server.port)).toBe(1);
  });
});

const CADDY = spawnSync('caddy', ['version']).status === 0 || process.env.CI !== undefined;
describe.skipIf(!CADDY)(`Caddyfile${CADDY ? '' : ' (skipped: Caddy is not installed)'}`, () => {
  it('is one that Caddy takes', () => {
    const file = join(REPOSITORY, 'Caddyfile');
    const { status, stderr } = spawnSync('caddy', ['validate', '--config', file, '--adapter', 'caddyfile'], {
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
  });
});
