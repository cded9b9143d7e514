import { defineCommand } from '../../cli/command.ts';

export default defineCommand({
  summary: 'Make the token by which your registry is moderated; the former one stops',
  options: [
    {
      flags: '--database <place>',
      description:
        'the registry: an SQLite file, or postgres://USER:PASSWORD@HOST/NAME (default: TITO_DATABASE, or the file in your data folder)',
    },
  ],
  examples: [
    {
      command: 'umask 077 && tito community admin-token --database class.sqlite > admin-token',
      does: 'where the registry is; it is shown once, and servers need not be ended',
    },
    {
      command: 'tito community reviews --registry https://tito.example.edu --admin-token-file admin-token',
      does: 'with the file, on the machine of whoever moderates',
    },
  ],
  run: async (context, _args, options) => {
    const { adminToken } = await import('../../workflows/community/admin-token.ts');
    return adminToken(context, { database: options.database as string | undefined });
  },
});
