import { defineCommand } from '../../cli/command.ts';

export default defineCommand({
  summary: 'Move a registry from its file into a Postgres database',
  arguments: [
    { name: '<file>', description: 'the registry: an SQLite file that nobody serves; it is left as it is' },
    {
      name: '[database]',
      description:
        'postgres://USER:PASSWORD@HOST:5432/NAME, without members of its own (default: TITO_DATABASE)',
    },
  ],
  examples: [
    {
      command: 'tito community migrate class.sqlite postgres://tito:SECRET@db.example.edu/tito',
      does: 'all members with their tokens, runs and ranks; every row and count is checked at the end',
    },
    {
      command: 'PGPASSWORD=SECRET tito community migrate class.sqlite postgres://tito@db.example.edu/tito',
      does: 'with the password where other users of this machine do not see it; the same again after an interruption goes on',
    },
  ],
  run: async (context, [file = '', database]) => {
    const { migrate } = await import('../../workflows/community/migrate.ts');
    return migrate(context, { file, database });
  },
});
