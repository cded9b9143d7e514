import { defineCommand } from '../../cli/command.ts';
import { upTo } from '../../cli/community-options.ts';
import { positiveInteger } from '../../cli/options.ts';

export default defineCommand({
  summary: 'Serve a registry over HTTP, for a class or a course',
  options: [
    {
      flags: '--port <number>',
      description: 'where to listen; 0 takes a free port (default: 4020)',
      parse: upTo(65_535),
    },
    {
      flags: '--host <address>',
      description: 'address to listen at; 0.0.0.0 for every one of this machine (default: 127.0.0.1)',
    },
    {
      flags: '--database <place>',
      description:
        'the registry: an SQLite file on a local disk, or postgres://USER:PASSWORD@HOST/NAME (default: TITO_DATABASE, or the file in your data folder)',
    },
    {
      flags: '--trust-proxy [addresses]',
      description:
        'believe X-Forwarded-For of a proxy on this machine, and of these, such as 10.0.0.5,10.1.0.0/16',
    },
    {
      flags: '--rate-limit <requests>',
      description:
        "what one member may read in a minute, or 'off'; a quarter of it may write, and an address has that of 50 members (default: 240)",
      parse: (word) => (word === 'off' ? word : positiveInteger(word)),
    },
  ],
  examples: [
    { command: 'tito community serve', does: 'the registry of your data folder, for this machine only' },
    {
      command: 'tito community serve --host 0.0.0.0 --database class.sqlite',
      does: 'a registry for everybody who can reach this machine; put a proxy with TLS before it',
    },
    {
      command: 'tito community serve --database postgres://tito:SECRET@db.example.edu/tito',
      does: 'a registry in Postgres, which any number of servers may serve at once',
    },
    {
      command:
        'TITO_DATABASE=postgres://tito@db/tito TITO_DATABASE_PASSWORD_FILE=password tito community serve',
      does: 'the same with the password in a file, where nobody who lists processes reads it',
    },
    {
      command: 'tito community serve --trust-proxy',
      does: 'behind a proxy on this machine: limits count for its clients, not for itself',
    },
  ],
  run: async (context, _args, options) => {
    const { serve } = await import('../../workflows/community/serve.ts');
    return serve(context, {
      port: options.port as number | undefined,
      host: options.host as string | undefined,
      database: options.database as string | undefined,
      trustProxy: options.trustProxy as string | true | undefined,
      rateLimit: options.rateLimit as number | 'off' | undefined,
    });
  },
});
