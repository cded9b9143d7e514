import type { BaselineReport } from '../schema/baseline-report.ts';
import type { Environment } from '../schema/environment.ts';
import { round } from './round.ts';

/** Beyond these, figures are likely to be spoilt enough to say so. */
const MUCH_PREEMPTION = 0.1;
const MUCH_STEAL = 0.02;
const MUCH_SPREAD = 0.05;

/** What the turns of a run say about the machine. */
export interface NoiseInput {
  environment: Environment;
  /** All contenders of all blocks. */
  slices: readonly { slices_ms: readonly number[]; preempted: readonly number[] }[];
  /** Relative standard deviations between isolates; null where there is only one. */
  spreads: readonly (number | null)[];
  /** Said where contenders could not be confined to one processor; null where they were. */
  unpinned: string | null;
}

/** Whether more wanted to run than there were processors when a run began. */
export const isBusy = ({ before, system }: Environment): boolean => (before.load_1m ?? 0) >= system.cores;

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/** How noisy the machine was, and what the reader should know of the figures' quality. */
export function machineNoise(input: NoiseInput): Pick<BaselineReport, 'noise' | 'warnings'> {
  const slices = input.slices.reduce((sum, { slices_ms }) => sum + slices_ms.length, 0);
  const preempted = input.slices.reduce((sum, contender) => sum + contender.preempted.length, 0);
  const spreads = input.spreads.flatMap((spread) => spread ?? []);
  const { before, after, system } = input.environment;
  const noise = {
    load_before: before.load_1m,
    load_after: after?.load_1m ?? null,
    steal_share: after?.steal_share ?? null,
    preempted_share: round(slices > 0 ? preempted / slices : null),
    isolate_spread: round(spreads.length > 0 ? Math.max(...spreads) : null),
  };
  const { load_before, steal_share, preempted_share, isolate_spread } = noise;
  const warnings: string[] = [];
  const warn = (isSo: boolean, text: string) => isSo && warnings.push(text);
  warn(
    isBusy(input.environment),
    `The machine was busy: a load of ${load_before} on ${system.cores} cores before the run. Ratios hold, times are longer than on a quiet machine.`,
  );
  warn(
    (preempted_share ?? 0) > MUCH_PREEMPTION,
    `Other programs interrupted ${percent(preempted_share ?? 0)} of all slices.`,
  );
  warn(
    (steal_share ?? 0) > MUCH_STEAL,
    `The hypervisor took ${percent(steal_share ?? 0)} of the processor's time.`,
  );
  warn(
    (isolate_spread ?? 0) > MUCH_SPREAD,
    `Fresh processes of the same code differed by ${percent(isolate_spread ?? 0)}: close other programs and measure again.`,
  );
  warn(input.unpinned !== null, input.unpinned ?? '');
  warn(system.power === 'battery', 'The machine ran on battery, which may slow it down.');
  return { noise, warnings };
}

/** The last warning of any report of a run that did not come to its end. */
export const INTERRUPTED = 'The run was interrupted: only what was finished until then is reported.';
