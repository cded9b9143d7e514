import { type CapstoneRun, MODELS } from '../../schema/capstone-run.ts';
import { speedTrack } from '../capstone/speed.ts';
import { turnsOf } from '../capstone/turns.ts';
import { callTimes } from '../comparisons/paired-turns.ts';
import { runLevel } from '../comparisons/run-level.ts';
import type { WorkloadLevel } from './workload-levels.ts';

const TITLES = {
  baseline: "One prediction of the capstone's baseline",
  optimized: 'One prediction of the capstone, optimized',
};

/** Both models of a capstone, one image at a time, beside the yardstick that took turns with them. */
export function capstoneLevels(run: CapstoneRun): WorkloadLevel[] {
  const { plan, subject } = run;
  if (!plan.tracks.includes('speed')) return [];
  const turns = turnsOf(run, 'latency');
  const { status, reason = 'it did not work' } = speedTrack(run, []).report;
  const hasYardstick = turns.length > 0 && turns.every(({ yardstick }) => yardstick !== undefined);
  return MODELS.map((model) => ({
    id: `capstone_${model}`,
    title: TITLES[model],
    definition: JSON.stringify(['capstone', plan.data.size]),
    subject: `${subject.name} (${subject.kind})`,
    basis: hasYardstick ? `yardstick ${plan.yardstick.name} ${plan.yardstick.version}` : null,
    trouble: status === 'ok' ? null : { status, reason, mismatch: null },
    level: runLevel(
      status === 'ok'
        ? turns.flatMap(({ yardstick, ...models }) =>
            yardstick ? [{ subject: callTimes(models[model]), basis: callTimes(yardstick) }] : [],
          )
        : [],
    ),
    calls: turns.map((each) =>
      each[model].calls_ms.length > 0 ? each[model].calls_ms : callTimes(each[model]),
    ),
    parts: [],
  }));
}
