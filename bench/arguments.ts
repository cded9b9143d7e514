import { parseArgs } from 'node:util';
import { TitoError } from '../src/errors.ts';

const FORMATS = ['console', 'json'] as const;
type Format = (typeof FORMATS)[number];

export const HELP = `Usage: npm run --silent bench -- [--format console|json]

Measures what the built tito costs (npm run build comes first), each figure as a ratio to a control that is
measured beside it. It is no gate: the exit code is 0 unless a figure could not be taken.
TITO_BENCHMARK_PYTHON names another Python than python3.
`;

/** @throws TitoError `usage` */
export function readArguments(argv: readonly string[]): { format: Format; help: boolean } {
  const { format: word, help } = parse(argv);
  const format = FORMATS.find((each) => each === word);
  if (!format) throw usage(`'${word}' is no format: ${FORMATS.join(' or ')}.`);
  return { format, help };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        format: { type: 'string', default: 'console' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : String(cause));
  }
}

const usage = (message: string) => new TitoError('usage', { message, command: 'npm run --silent bench --' });
