/** `npm run bench:community`: what the registry costs with many members, each figure beside a control of the same run. */
import { join } from 'node:path';
import { failureAsText } from '../src/cli/failure.ts';
import { TitoError } from '../src/errors.ts';
import { readLoad, readProcessorTimes } from '../src/hardware/load.ts';
import { inspectSystem } from '../src/hardware/system-info.ts';
import { type Arguments, HELP, type Part, readArguments } from './community/arguments.ts';
import { coldStart } from './community/cold-start.ts';
import { inProcess } from './community/in-process.ts';
import { killing } from './community/killing.ts';
import { onPostgres } from './community/postgres.ts';
import { registryWith } from './community/registry-files.ts';
import type { Row } from './community/row.ts';
import { serving } from './community/serving.ts';
import { table } from './community/table.ts';
import { loadLine, systemLine } from './machine.ts';
import { inEmptyFolder } from './run-node.ts';

const ROOT = join(import.meta.dirname, '..');
/** What the large registry is compared with. */
const FEW = 1000;
/** Of one load in a round. */
const LOAD_MS = 2000;
/** Of one of those on Postgres, of which there are eight: three rounds take less than a minute. */
const POSTGRES_MS = 1200;

const TITLES: Readonly<Record<Part, string>> = {
  process: 'Answers in the process',
  cold: 'Start-up',
  serve: 'Server under load',
  kill: 'Server that is killed',
  postgres: 'Postgres',
};

const tell = (line: string) => void process.stderr.write(`${line}\n`);

const measure: Readonly<Record<Part, (given: Arguments) => Promise<Row[]>>> = {
  process: async ({ members, turns, folder }) => {
    const making = (progress: string) => tell(`    making ${progress}`);
    const many = await registryWith(members, folder, making);
    return inProcess(many, await registryWith(FEW, folder, making), turns);
  },
  cold: async ({ members, starts, folder }) => {
    const many = await registryWith(members, folder, (progress) => tell(`    making ${progress}`));
    return inEmptyFolder((empty) => coldStart(ROOT, many, empty, starts));
  },
  serve: ({ rounds }) => inEmptyFolder((empty) => serving(ROOT, empty, rounds, LOAD_MS)),
  kill: ({ kills }) => inEmptyFolder((empty) => killing(ROOT, empty, kills)),
  postgres: ({ rounds }) => inEmptyFolder((empty) => onPostgres(ROOT, empty, rounds, POSTGRES_MS)),
};

async function bench(given: Arguments): Promise<number> {
  tell('Measuring; the machine should have nothing else to do.');
  const before = readLoad();
  const since = readProcessorTimes();
  const rows: Row[] = [];
  for (const part of given.parts) {
    tell(`  ${TITLES[part]}`);
    rows.push(...(await attempt(part, given)));
  }
  const environment = { system: await inspectSystem(), before, after: readLoad(since) };
  const { system, after } = environment;
  const text =
    given.format === 'json'
      ? JSON.stringify({ schema_version: 1, environment, rows }, null, 2)
      : [systemLine({ ...system, python: null }), loadLine(before, after), '', table(rows)].join('\n');
  process.stdout.write(`${text}\n`);
  return rows.some(({ status }) => status === 'failed') ? 1 : 0;
}

/** A part that fails is a row, and no reason for the others not to run. */
async function attempt(part: Part, given: Arguments): Promise<Row[]> {
  try {
    return await measure[part](given);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return [{ id: part, title: TITLES[part], status: 'failed', reason }];
  }
}

try {
  const given = readArguments(process.argv.slice(2));
  if (given.help) process.stdout.write(HELP);
  else process.exitCode = await bench(given);
} catch (cause) {
  if (!(cause instanceof TitoError)) throw cause;
  process.stderr.write(failureAsText(cause));
  process.exitCode = cause.exit;
}
