/**
 * `npm run bench:verdicts`: how often a comparison is wrong and how much it finds, tito beside tinybench and mitata as
 * their users compare, at equal time.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { failureAsText } from '../src/cli/failure.ts';
import { TitoError } from '../src/errors.ts';
import { inspectSystem } from '../src/hardware/system-info.ts';
import { systemLine } from './machine.ts';
import { type Arguments, HELP, readArguments } from './verdicts/arguments.ts';
import { casesOf, secondsLeft } from './verdicts/cases.ts';
import { type Outcome, only, parseOutcomes } from './verdicts/outcome.ts';
import { study } from './verdicts/study.ts';
import { table } from './verdicts/table.ts';

const tell = (line: string) => void process.stderr.write(`${line}\n`);

const read = (file: string): Outcome[] => {
  if (!existsSync(file)) throw new Error(`${file} is not there.`);
  return parseOutcomes(readFileSync(file, 'utf8'));
};

async function bench(given: Arguments): Promise<void> {
  if (given.from !== null) {
    process.stdout.write(table(read(given.from)));
    return;
  }
  if (!existsSync(given.tito)) throw new Error(`${given.tito} is not there: npm run build`);
  const file = resolve(given.resume ?? `benchmarks/verdicts_${stamp()}.jsonl`);
  const outcomes = given.resume === null ? [] : read(file);
  mkdirSync(dirname(file), { recursive: true });
  const keep = (outcome: Outcome) => appendFileSync(file, `${JSON.stringify(outcome)}\n`);
  // Half a line is what an interruption may leave at the end: the next one takes its place.
  if (given.resume !== null) truncateSync(file, readFileSync(file).lastIndexOf('\n') + 1);
  const [begun] = only(outcomes, 'study');
  if (begun && begun.budget_s !== given.budget_s)
    throw new Error(
      `${file} holds comparisons of ${begun.budget_s} s: --budget ${begun.budget_s} goes on with it.`,
    );
  if (!begun) {
    const machine = systemLine(await inspectSystem());
    const beginning: Outcome = {
      kind: 'study',
      at: new Date().toISOString(),
      machine,
      budget_s: given.budget_s,
    };
    outcomes.push(beginning);
    keep(beginning);
  }
  const wanted = casesOf(given);
  const minutes = () => Math.max(1, Math.ceil(secondsLeft(wanted, outcomes) / 60));
  const longest = given.parts.includes('saved')
    ? `, and until saved runs are ${given.apart_min} minutes apart`
    : '';
  tell(`About ${minutes()} minutes${longest}. Every comparison is kept in ${file};`);
  tell(`an interrupted study goes on with --resume, and --from makes its table.`);
  const interrupted = () => {
    tell(`Interrupted: what was measured is in ${file}.`);
    process.stdout.write(table(outcomes));
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const place = { given, saved: `${file}.runs` };
  await study(wanted, {
    given,
    place,
    outcomes,
    keep,
    tell: (line) => tell(`${line}; about ${minutes()} minutes left`),
  });
  process.stdout.write(table(outcomes));
}

/** The moment as file names of tito have it. */
const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');

try {
  const given = readArguments(process.argv.slice(2));
  if (given.help) process.stdout.write(HELP);
  else await bench(given);
} catch (cause) {
  if (!(cause instanceof Error)) throw cause;
  tell(cause instanceof TitoError ? failureAsText(cause) : cause.message);
  process.exitCode = cause instanceof TitoError ? cause.exit : 1;
}
