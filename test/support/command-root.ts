import { temporaryFolder } from './temporary-folder.ts';

/**
 * A root of its own with a few small commands: what the shell does with any command is tested on these.
 * `tito group echo` prints the arguments and options it was run with.
 */
export const commandRoot = (files: Record<string, string> = {}): string =>
  temporaryFolder({
    'src/commands/group/_group.txt': 'A group of two\n',
    'src/commands/group/echo.js': `export default {
      summary: 'Print what it was given',
      arguments: [{ name: '[colour]', description: 'which', choices: ['red', 'green'] }],
      options: [
        { flags: '-f, --format <name>', description: 'how', ids: { kind: 'format', folder: 'src/reporters' } },
        { flags: '--profile <name>', description: 'what for',
          ids: { kind: 'profile', folder: 'profiles', endings: ['.yaml'], extendable: true } },
        { flags: '--size <name>', description: 'how big', choices: ['small', 'large'] },
        { flags: '--secret <word>', description: 'not shown', hidden: true },
        { flags: '--twice <number>', description: 'doubled', parse: (word) => Number(word) * 2 },
      ],
      examples: [{ command: 'tito group echo red', does: 'print red' }],
      run: async (context, args, options) => {
        context.stdout.write(JSON.stringify({ args, options }));
        return 0;
      },
    };`,
    'src/commands/group/fail.js': `export default {
      summary: 'Fail', examples: [], run: async () => { throw new Error('the reason', { cause: new Error('the cause') }); },
    };`,
    'src/commands/gate.js': `export default { summary: 'Say no', examples: [], run: async () => 4 };`,
    'src/commands/_draft.js': `throw new Error('_draft was imported');`,
    'src/reporters/console.js': '',
    'src/reporters/json.js': '',
    'profiles/light.yaml': '',
    ...files,
  });
