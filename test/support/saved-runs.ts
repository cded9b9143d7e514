import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildReport } from '../../src/analysis/build-report.ts';
import type { SystemInfo } from '../../src/schema/environment.ts';
import type { Block } from '../../src/schema/run.ts';
import type { AnySavedRun } from '../../src/schema/runs.ts';
import { STATISTICS } from './reports.ts';

/** The document that a run is saved in, as text. */
export const textOf = (run: AnySavedRun): string => JSON.stringify({ ...buildReport(run, STATISTICS), run });

/** Saves runs in a folder, by path below it. */
export function saveRuns(folder: string, runs: Record<string, AnySavedRun>): void {
  for (const [path, run] of Object.entries(runs)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), textOf(run));
  }
}

type Timed = Extract<AnySavedRun, { plan: { kind: 'baseline' | 'benchmark' | 'comparison' } }>;

/** The same run some minutes after noon of the day that the builders' runs are of. */
export const later = <R extends AnySavedRun>(run: R, minutes: number): R => ({
  ...run,
  started_at: new Date(Date.UTC(2026, 0, 31, 12, minutes)).toISOString(),
});

/** On a machine whose processor was slower by this factor in that moment, for everything alike. */
export const drifted = <R extends Timed>(run: R, factor: number): R => ({
  ...run,
  blocks: run.blocks.map(
    (block): Block => ({
      ...block,
      contenders: block.contenders.map((each) => ({
        ...each,
        slices_ms: each.slices_ms.map((ms) => ms * factor),
        calls_ms: each.calls_ms.map((ms) => ms * factor),
      })),
    }),
  ),
});

/** On another machine. */
export const onMachine = <R extends AnySavedRun>(run: R, system: Partial<SystemInfo>): R => ({
  ...run,
  environment: { ...run.environment, system: { ...run.environment.system, ...system } },
});
