import { type AnyRun, isCapstone, isTasks } from '../../schema/runs.ts';

/** The slices of one contender in one list of turns, of either kind of run. */
export interface ContenderTurns {
  path: string;
  id: string;
  slices_ms: readonly number[];
  preempted: readonly number[];
  /** By tito's own clock; null where it was not taken. */
  wall_ms: number | null;
}

/** One list of turns: a block of a baseline, or a phase of a capstone's block. */
export interface TurnList {
  path: string;
  coins: readonly number[];
  contenders: ContenderTurns[];
}

/** All turns of a run, with their paths; tasks are asked, not timed by turns. */
export function turnLists(run: AnyRun): TurnList[] {
  if (isTasks(run)) return [];
  if (isCapstone(run)) {
    return run.blocks.flatMap(({ phases }, b) =>
      phases.map(({ coins, contenders }, p) => listOf(`blocks[${b}].phases[${p}]`, coins, contenders)),
    );
  }
  return run.blocks.map(({ coins, contenders }, b) => listOf(`blocks[${b}]`, coins, contenders));
}

type Contender = Omit<ContenderTurns, 'path' | 'wall_ms'> & { wall_ms?: number };

const listOf = (path: string, coins: readonly number[], contenders: readonly Contender[]): TurnList => ({
  path,
  coins,
  contenders: contenders.map(({ id, slices_ms, preempted, wall_ms = null }, c) => ({
    path: `${path}.contenders[${c}]`,
    id,
    slices_ms,
    preempted,
    wall_ms,
  })),
});
