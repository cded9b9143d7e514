import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildReport } from '../../src/analysis/build-report.ts';
import { digestsOf } from '../../src/analysis/check/digests.ts';
import { run as runSchema } from '../../src/schema/run.ts';
import { sha256 } from '../../src/storage/digest.ts';
import { loadStatistics } from '../../src/workflows/report-run.ts';

/**
 * Measures a baseline for real, and gives makers of saved runs: of each number another one, with samples that differ from
 * the measured ones by less than a clock can tell, and all that follows from them. Each passes the registry's checker.
 */
export async function savedRuns(
  root: string,
  tito: string,
  folder: string,
): Promise<(number: number) => Record<string, unknown>> {
  const subject = `module:${join(import.meta.dirname, 'subject.ts')}`;
  const args = [tito, 'benchmark', 'baseline', '--subject', subject, '--budget', '1', '--format', 'json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`tito benchmark baseline ended with ${status}: ${stderr.trim()}`);
  const measured = runSchema.parse(JSON.parse(stdout).run);
  const statistics = await loadStatistics(root);
  return (number) => {
    const run = structuredClone(measured);
    for (const { contenders } of run.blocks) {
      for (const contender of contenders) {
        contender.calls_ms = contender.calls_ms.map((ms, i) => (i === 0 ? ms * (1 + number * 1e-9) : ms));
      }
    }
    return { ...buildReport(run, statistics), run, digests: digestsOf(run, sha256) };
  };
}
