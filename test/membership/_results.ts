import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnyRun } from '../../src/schema/runs.ts';
import { savedOf } from '../support/checked.ts';
import { buildRun } from '../support/runs.ts';

export interface Saved {
  started_at?: string;
  kind?: string;
  interrupted?: boolean;
  setup_verified?: boolean;
}

/** A baseline as `tito benchmark baseline` saves it. */
export function baselineDocument({
  started_at = '2026-03-01T10:00:00.000Z',
  kind = 'python',
  interrupted = false,
  setup_verified,
}: Saved = {}): Record<string, unknown> {
  const run = buildRun({ pairs: 4, isolates: 1, calls: 4 });
  const changed: AnyRun = {
    ...run,
    started_at,
    finished_at: interrupted ? null : started_at,
    interrupted,
    plan: { ...run.plan, subject: { kind, argument: '/home/ada/tinytorch' } },
  };
  return { ...savedOf(changed), ...(setup_verified !== undefined && { setup_verified }) };
}

export function saveJson(folder: string, name: string, value: unknown): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
  return file;
}
