import type { BenchmarkRun, ComparisonRun } from '../../schema/comparison-run.ts';
import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import type {
  Block,
  ContenderBlock,
  Mismatch,
  PlannedWorkload,
  Run,
  SubjectFacts,
} from '../../schema/run.ts';
import { type AnySavedRun, isBenchmark, isCapstone, isComparison, isTasks } from '../../schema/runs.ts';
import { blocksOf, callsOf, contender, partsOf } from '../comparison/blocks.ts';
import { callTimes } from '../comparisons/paired-turns.ts';
import { type RunLevel, runLevel } from '../comparisons/run-level.ts';
import { capstoneLevels } from './capstone-levels.ts';

/** What a saved run says of one workload, in a form that can be held against other moments. */
export interface WorkloadLevel {
  id: string;
  title: string;
  /** What exactly is measured: levels of different definitions have nothing to do with each other. */
  definition: string;
  /** The code, such as `tinytorch (python)`. */
  subject: string;
  /** What the times are relative to; null where nothing ran beside the code. */
  basis: string | null;
  /** Why there is no level. */
  trouble: { status: 'invalid' | 'failed' | 'skipped'; reason: string; mismatch: Mismatch | null } | null;
  /** Time over that of the basis, by its logarithm; null within where there is none. */
  level: RunLevel;
  /** Milliseconds of single calls, or of slices where none were sampled, isolate by isolate. */
  calls: number[][];
  /** Blocks of the code itself; none for a capstone. */
  parts: ContenderBlock[];
}

/** The code that a run is about; null where it was not even loaded. In a live comparison that is B. */
export function subjectOf(run: AnySavedRun): SubjectFacts | null {
  if (isTasks(run)) return null;
  if (isComparison(run)) return run.subjects.b ?? null;
  return isBenchmark(run) ? (run.subjects.subject ?? null) : run.subject;
}

/** The levels of all workloads of a run; none where nothing in it is timed. */
export function workloadLevels(run: AnySavedRun): WorkloadLevel[] {
  if (isTasks(run)) return [];
  if (isCapstone(run)) return capstoneLevels(run);
  if (isComparison(run)) return besideProbe(run, 'b');
  return isBenchmark(run) ? besideProbe(run, 'subject') : baselineLevels(run);
}

function baselineLevels(run: Run): WorkloadLevel[] {
  const { name, version } = run.plan.yardstick;
  return run.plan.workloads.map((workload) =>
    levelFrom(run.blocks, workload, {
      own: 'subject',
      basis: 'yardstick',
      // Without a subject the yardstick itself was measured, and nothing beside it.
      basisName: run.plan.contenders.includes('yardstick') ? `yardstick ${name} ${version}` : null,
      definition: JSON.stringify(['program', workload.setup, workload.steps]),
      subject: `${run.subject.name} (${run.subject.kind})`,
    }),
  );
}

function besideProbe(run: ComparisonRun | BenchmarkRun, own: string): WorkloadLevel[] {
  const facts = run.subjects[own];
  const label = run.plan.contenders.find(({ id }) => id === own)?.label ?? own;
  const hasProbe = run.plan.contenders.some(({ id }) => id === 'probe');
  return run.plan.workloads.map((workload) =>
    levelFrom(run.blocks, workload, {
      own,
      basis: 'probe',
      basisName: hasProbe ? `probe ${run.subjects.probe?.name ?? 'unknown'}` : null,
      definition: definitionOf(workload),
      // Functions and commands are what they are called; only programs need somebody who executes them.
      subject:
        workload.shape === 'program' && facts ? `${facts.name} (${facts.kind})` : nameOf(workload, label),
    }),
  );
}

const nameOf = ({ shape, title }: MeasuredWorkload, label: string) =>
  shape === 'program' ? label : `${title} (${shape})`;

function definitionOf(workload: MeasuredWorkload): string {
  if (workload.shape === 'program') return JSON.stringify(['program', workload.setup, workload.steps]);
  if (workload.shape === 'command') return JSON.stringify(['command', workload.title, workload.exit_status]);
  return JSON.stringify(['function', workload.unit, workload.units_per_call]);
}

interface Reading {
  own: string;
  basis: string;
  basisName: string | null;
  definition: string;
  subject: string;
}

function levelFrom(
  all: readonly Block[],
  { id, title }: Pick<PlannedWorkload, 'id' | 'title'>,
  { own, basis, basisName, definition, subject }: Reading,
): WorkloadLevel {
  const blocks = blocksOf(all, id);
  const troubled = blocks
    .flatMap((block) => [contender(block, own), contender(block, basis)])
    .find((part) => part !== undefined && part.status !== 'ok');
  const parts = partsOf(blocks, own);
  const isReached = parts.some(({ slices_ms }) => slices_ms.length > 0);
  const common = { id, title, definition, subject, basis: basisName, parts };
  if (troubled && troubled.status !== 'ok') {
    const { status, reason = 'it did not work', mismatch = null } = troubled;
    return { ...common, trouble: { status, reason, mismatch }, level: runLevel([]), calls: [] };
  }
  const turns = blocks.flatMap((block) => {
    const [above, below] = [contender(block, own), contender(block, basis)];
    return above && below ? [{ subject: callTimes(above), basis: callTimes(below) }] : [];
  });
  return {
    ...common,
    trouble: isReached ? null : { status: 'skipped', reason: 'it was not reached', mismatch: null },
    level: runLevel(basisName === null ? [] : turns),
    calls: parts.map(callsOf),
  };
}
