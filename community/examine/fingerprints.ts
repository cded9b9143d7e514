import { canonicalJson } from '../../src/analysis/check/digests.ts';
import type { CapstoneRun } from '../../src/schema/capstone-run.ts';
import type { Run } from '../../src/schema/run.ts';
import { isCapstone } from '../../src/schema/runs.ts';
import { sha256 } from '../sha256.ts';

/**
 * SHA-256 of what was measured and predicted, and of nothing else: times, names, seeds, the machine and the order of
 * an object's keys may be changed without making the same measurements new.
 */
export const samplesOf = (run: Run | CapstoneRun): string =>
  sha256(canonicalJson(isCapstone(run) ? capstoneSamples(run) : baselineSamples(run)));

const baselineSamples = ({ blocks }: Run) =>
  blocks.map(({ contenders }) => contenders.map(({ slices_ms, calls_ms }) => ({ slices_ms, calls_ms })));

const capstoneSamples = ({ models, blocks }: CapstoneRun) => ({
  trained: models.map(({ predictions }) => predictions),
  blocks: blocks.map(({ contenders, phases }) => ({
    predicted: contenders.map(({ predictions }) => predictions),
    phases: phases.map((phase) =>
      phase.contenders.map(({ slices_ms, calls_ms }) => ({ slices_ms, calls_ms })),
    ),
  })),
});

/**
 * SHA-256 of the code that was measured, as far as the run tells: its kind and the files that were imported. Where it
 * tells of no files, every run is of a subject of its own.
 */
export function subjectOf(run: Run | CapstoneRun): string {
  const { kind, sources } = run.subject;
  const files = sources.map(({ path, sha256: content }) => `${path} ${content}`).sort();
  return sha256(canonicalJson([kind, files.length > 0 ? files : samplesOf(run)]));
}
