import type { AnySavedRun } from '../../schema/runs.ts';
import { isDefined, isTasks } from '../../schema/runs.ts';
import { isEarlier } from '../history/points.ts';
import { subjectOf } from '../history/workload-levels.ts';

/** A saved run and its file, as it is to be shown. */
export interface SavedSide {
  file: string;
  run: AnySavedRun;
}

/** What the reader should know of two runs before believing what is said about them, each a sentence. */
export function warningsFor(a: SavedSide, b: SavedSide, machines: readonly string[]): string[] {
  const warnings: string[] = [];
  const warn = (isSo: boolean, text: string) => isSo && warnings.push(text);
  warn(
    machines.length > 0,
    `A and B were not measured under the same conditions: ${machines.join('; ')}. Figures are shown, and no verdict is given.`,
  );
  const [before, after] = [a, b].map(({ run }) => yardstickOf(run));
  warn(
    before !== after && before !== undefined && after !== undefined,
    `The yardsticks differ: ${before} beside A, ${after} beside B.`,
  );
  const [first, second] = [a, b].map(({ run }) => subjectOf(run));
  const named = (facts: typeof first) => (facts ? `${facts.name} (${facts.kind})` : 'unknown');
  warn(
    named(first) !== named(second),
    `A is a run of ${named(first)}, B one of ${named(second)}: besides time, the code lies between them.`,
  );
  warn(
    Boolean(first && second) && first?.runtime !== second?.runtime && machines.length === 0,
    `The code of A ran on ${first?.runtime}, that of B on ${second?.runtime}.`,
  );
  for (const [side, { file, run }] of [
    ['A', a],
    ['B', b],
  ] as const) {
    warn(run.interrupted, `${side} (${file}) was interrupted: it holds what was finished until then.`);
    warn(
      run.environment.system.power === 'battery',
      `${side} was measured on battery, which may slow it down.`,
    );
  }
  warn(
    isEarlier(b.run.started_at, a.run.started_at),
    'A is the later run: what is called slower was faster before.',
  );
  warn(isSame(a.run, b.run), 'A and B are one and the same run.');
  return warnings;
}

/** Name and version; undefined where a run has none. */
function yardstickOf(run: AnySavedRun): string | undefined {
  if (isTasks(run) || !isDefined(run)) return undefined;
  return `${run.plan.yardstick.name} ${run.plan.yardstick.version}`;
}

const isSame = (a: AnySavedRun, b: AnySavedRun) =>
  a.started_at === b.started_at && a.plan.seed === b.plan.seed && a.plan.kind === b.plan.kind;
