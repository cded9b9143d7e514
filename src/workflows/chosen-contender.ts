import type { Context } from '../cli/context.ts';
import type { Isolate, SubjectKind } from '../contracts.ts';
import type { MeasuredWorkload, PlannedContender } from '../schema/measured-workload.ts';
import type { SubjectSpec } from '../schema/run.ts';
import type { TurnTaker, TurnTakerKind } from '../turn-contracts.ts';
import { revisionOf } from './observe-machine.ts';
import type { NamedSide } from './plan-compare.ts';
import { selectContender } from './select-contender.ts';
import { portableSpec } from './select-subject.ts';

/** One side of a measurement: what was found for a word, and where. */
export type ChosenContender = {
  planned: PlannedContender;
  /** Where its paths begin and where a command is executed. */
  directory: string;
  /** Git revision of its code. */
  revision: string | null;
  spec: SubjectSpec;
} & ({ shape: 'program'; kind: SubjectKind } | { shape: TurnTakerKind['shape']; kind: TurnTakerKind });

/** What the isolates of a run have in common. */
export interface RunLimits {
  seed: number;
  limit_ms: number;
  python: string;
}

/** Finds what a word names. Nothing of it is executed. */
export async function chooseContender(
  { root }: Pick<Context, 'root'>,
  id: string,
  { word, label, directory, revision }: NamedSide,
): Promise<ChosenContender> {
  const chosen = await selectContender(word, { root, directory });
  const isPlace = chosen.shape === 'program' || chosen.shape === 'function';
  return {
    ...chosen,
    planned: { id, label, spec: portableSpec(chosen.spec, directory) },
    directory,
    revision: revision ?? (isPlace ? await revisionOf(chosen.spec.argument) : null),
  };
}

/** How the contenders of a plan are started, each in a fresh isolate. */
export const startContender =
  (context: Context, chosen: ReadonlyMap<string, ChosenContender>, limits: RunLimits) =>
  async (
    { id }: PlannedContender,
    workload: MeasuredWorkload,
    onOutput: (text: string) => void,
  ): Promise<Isolate | TurnTaker> => {
    const contender = chosen.get(id);
    if (!contender) throw new RangeError(`There is no contender ${id}.`);
    const { root, signal } = context;
    const { revision, directory, spec } = contender;
    const options = { root, signal, onOutput, revision, limit_ms: limits.limit_ms, python: limits.python };
    if (contender.shape === 'program') return contender.kind.start(spec, options);
    const exit_status = workload.shape === 'command' ? workload.exit_status : 0;
    return contender.kind.start(spec, { ...options, directory, seed: limits.seed, exit_status });
  };
