import type { CapstoneRun, Phase, PhaseContender } from '../../schema/capstone-run.ts';

/** The turns that both models took in one phase of one block. */
export interface PhaseTurns {
  /** Images of one call. */
  batch: number;
  baseline: PhaseContender;
  optimized: PhaseContender;
  yardstick: PhaseContender | undefined;
}

/** All turns of a phase, block by block; a block without any is left out. */
export function turnsOf({ blocks }: CapstoneRun, wanted: Phase['phase']): PhaseTurns[] {
  return blocks
    .flatMap(({ phases }) => phases.filter(({ phase, coins }) => phase === wanted && coins.length > 0))
    .flatMap(({ batch, contenders }) => {
      const find = (id: string) => contenders.find((each) => each.id === id);
      const [baseline, optimized] = [find('baseline'), find('optimized')];
      return baseline && optimized ? [{ batch, baseline, optimized, yardstick: find('yardstick') }] : [];
    });
}
