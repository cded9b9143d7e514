import type {
  CapstoneContender,
  CapstoneRun,
  ModelId,
  Phase,
  PhaseContender,
} from '../../src/schema/capstone-run.ts';
import { buildCapstoneRun, type CapstoneOptions } from './capstone-runs.ts';

/** A capstone with something in it changed. */
export function edited(change: (run: CapstoneRun) => void, options: CapstoneOptions = {}): CapstoneRun {
  const run = structuredClone(buildCapstoneRun(options));
  change(run);
  return run;
}

/** What a contender did in one phase, block by block. */
export const phasesOf = (run: CapstoneRun, wanted: Phase['phase'], id: string): PhaseContender[] =>
  run.blocks
    .flatMap(({ phases }) => phases.filter(({ phase }) => phase === wanted))
    .flatMap(({ contenders }) => contenders.filter((each) => each.id === id));

/** A model in its fresh processes. */
export const contendersOf = (run: CapstoneRun, id: ModelId): CapstoneContender[] =>
  run.blocks.flatMap(({ contenders }) => contenders.filter((each) => each.id === id));
