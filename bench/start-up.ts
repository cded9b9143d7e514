import { interleave } from './interleave.ts';
import { figure, type Measurement } from './row.ts';
import { BARE, builtTito, inEmptyFolder, runNode } from './run-node.ts';

const ROUNDS = 20;

/** Words after `tito`, and how many times a bare Node's time they may take. */
const COMMANDS = [
  { id: 'start_up_version', words: ['--version'], at_most: 1.6 },
  { id: 'start_up_help', words: ['--help'], at_most: 1.7 },
  { id: 'start_up_dry_run', words: ['benchmark', 'baseline', '--dry-run'], at_most: 4 },
] as const;

const titleOf = (words: readonly string[]) => `Start-up: tito ${words.join(' ')}`;

/** Time from the start of a process to its end. Interference only ever adds, hence minima. */
export const startUp: Measurement = {
  id: 'start_up',
  title: 'Start-up',
  needs_python: false,
  measure: ({ root }) =>
    inEmptyFolder(async (folder) => {
      const tito = builtTito(root);
      const time = (args: readonly string[]) => () => {
        const start = performance.now();
        runNode(args, folder);
        return performance.now() - start;
      };
      const commands = COMMANDS.map(({ id, words }) => [id, time([tito, ...words])] as const);
      const samples = await interleave<string>({ bare: time(BARE), ...Object.fromEntries(commands) }, ROUNDS);
      return COMMANDS.map(({ id, words, at_most }) =>
        figure({
          id,
          title: titleOf(words),
          beside: 'bare Node',
          unit: 'ms',
          statistic: 'minimum',
          limit: { at_least: null, at_most },
          samples: { measured: samples(id), control: samples('bare') },
        }),
      );
    }),
};
