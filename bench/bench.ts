/** `npm run bench`: what tito itself costs, each figure as a ratio to a control that was measured beside it. */
import { join } from 'node:path';
import { failureAsText } from '../src/cli/failure.ts';
import { TitoError } from '../src/errors.ts';
import { readLoad, readProcessorTimes } from '../src/hardware/load.ts';
import { timerResolution } from '../src/hardware/timer.ts';
import { HELP, readArguments } from './arguments.ts';
import { bridgeOverhead } from './bridge-overhead.ts';
import { bridgeTimeit } from './bridge-timeit.ts';
import { inspectMachine, loadLine, systemLine } from './machine.ts';
import { memory } from './memory.ts';
import { relayOverhead } from './relay-overhead.ts';
import type { Measurement, Row } from './row.ts';
import { startUp } from './start-up.ts';
import { table } from './table.ts';
import { tasks } from './tasks.ts';
import { workerOverhead } from './worker-overhead.ts';

const MEASUREMENTS = [startUp, memory, workerOverhead, relayOverhead, bridgeOverhead, bridgeTimeit, tasks];
const SECONDS = 50;
const ROOT = join(import.meta.dirname, '..');

async function bench(format: 'console' | 'json'): Promise<number> {
  const python = process.env.TITO_BENCHMARK_PYTHON ?? 'python3';
  process.stderr.write(
    `Measuring for about ${SECONDS} seconds; the machine should have nothing else to do.\n`,
  );
  const before = readLoad();
  const since = readProcessorTimes();
  const { system, python_missing } = await inspectMachine(python);
  const rows: Row[] = [];
  for (const measurement of MEASUREMENTS) {
    process.stderr.write(`  ${measurement.title}\n`);
    rows.push(...(await attempt(measurement, python, python_missing)));
  }
  const environment = { system, timer_resolution_ms: timerResolution(), before, after: readLoad(since) };
  const text =
    format === 'json'
      ? JSON.stringify({ schema_version: 1, environment, rows }, null, 2)
      : [systemLine(system), loadLine(before, environment.after), '', table(rows)].join('\n');
  process.stdout.write(`${text}\n`);
  return rows.some(({ status }) => status === 'failed') ? 1 : 0;
}

/** One measurement that fails is a row, and no reason for the others not to run. */
async function attempt(
  { id, title, needs_python, measure }: Measurement,
  python: string,
  python_missing: string | null,
): Promise<Row[]> {
  if (needs_python && python_missing) return [{ id, title, status: 'skipped', reason: python_missing }];
  try {
    return await measure({ root: ROOT, python });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return [{ id, title, status: 'failed', reason }];
  }
}

try {
  const { format, help } = readArguments(process.argv.slice(2));
  if (help) process.stdout.write(HELP);
  else process.exitCode = await bench(format);
} catch (cause) {
  if (!(cause instanceof TitoError)) throw cause;
  process.stderr.write(failureAsText(cause));
  process.exitCode = cause.exit;
}
