import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { clientAddress } from '../community/server/limits/client-address.ts';
import { serve } from './community/server/_serve.ts';
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

  it('has a balancer that asks each of the servers, by the port that they listen at', () => {
    const asked = /\$TITO_SERVERS:(.*?)\}/.exec(read('Caddyfile'))?.[1]?.split(' ');
    expect(asked).toEqual(servers.map(([name]) => `${name}:4020`));
  });
});

describe('Dockerfile', () => {
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
