import type { Random } from '../../analysis/random.ts';
import type { CallSamples, PredictionSlice, Slice } from '../../contracts.ts';
import type { CapstonePlan, ModelId, Phase, PhaseContender } from '../../schema/capstone-run.ts';
import { takeTurns } from '../turns.ts';
import { callsPerSlice, warmUp } from '../warm-up.ts';

/** Fewest turns of a phase, however slow the calls: four isolates then have more than the six that an interval needs. */
const FEWEST_TURNS = 3;
/** Time for single calls of each contender, in the latency phase. */
const SAMPLING_MS = 60;

/** Who takes turns: a model in its process, or the yardstick. */
export interface Runner {
  id: ModelId | 'yardstick';
  /** Makes `run` predict that many images a call; the yardstick has nothing to choose. */
  choose?: (batch: number) => Promise<void>;
  run: (calls: number) => Promise<Slice | PredictionSlice>;
  sample: (budget_ms: number) => Promise<CallSamples>;
}

export interface PhaseInput {
  phase: Phase['phase'];
  timing: CapstonePlan['timing'];
  runners: readonly Runner[];
  random: Random;
  /** Monotonic clock in milliseconds, and the machine's energy counter in joules where it has one. */
  now: () => number;
  joules: (() => number) | null;
  signal: AbortSignal;
}

const empty = ({ id }: Runner): PhaseContender => ({
  id,
  warm_up_calls: 0,
  calls_per_slice: 0,
  slices_ms: [],
  slices_cpu_ms: [],
  slices_joules: [],
  preempted: [],
  calls_ms: [],
  calls_per_sample: 1,
  predicted: 0,
  changed: 0,
  own_ms: 0,
  wall_ms: 0,
});

/** Nothing measured yet: it fills while the phase goes on, so that what was finished before a failure is kept. */
export const newPhase = ({ phase, timing, runners }: PhaseInput): Phase => ({
  phase,
  batch: phase === 'latency' ? 1 : timing.batch,
  coins: [],
  contenders: runners.map(empty),
});

/** Warms the runners up and lets them take turns until the phase's time is over. */
export async function measurePhase(record: Phase, input: PhaseInput): Promise<void> {
  const { phase, timing, runners, random, now, signal } = input;
  for (const runner of runners) await runner.choose?.(record.batch);
  const warm = await warmUp(
    runners,
    runners.map(({ id }) => timing.warm_up_ms[id] ?? 0),
  );
  const isEnergy = phase === 'energy';
  const slice_ms = isEnergy ? timing.energy_slice_ms : timing.slice_ms;
  const calls = callsPerSlice(
    warm.map(({ call_ms }) => call_ms),
    slice_ms,
  );
  for (const [i, contender] of record.contenders.entries()) {
    Object.assign(contender, { warm_up_calls: warm[i]?.calls, calls_per_slice: calls[i] });
  }
  const end = now() + 1000 * (phase === 'latency' ? timing.latency_s : timing.throughput_s);
  const isOver = (turns: number) =>
    signal.aborted || (isEnergy ? turns >= timing.energy_turns : turns >= FEWEST_TURNS && now() >= end);
  const notes = record.contenders.map((contender) => ({
    contender,
    cpu: [] as number[],
    joules: [] as number[],
  }));
  const taking = runners.map((runner, i) => watched(runner, notes[i] as Note, input));
  try {
    await takeTurns(taking, record, (n) => random.integer(n), isOver);
  } finally {
    for (const { contender, cpu, joules } of notes) {
      // A last turn that was not completed has no coin, and its slices don't count.
      contender.slices_cpu_ms = cpu.slice(0, record.coins.length);
      contender.slices_joules = joules.slice(0, record.coins.length);
    }
  }
  if (phase === 'latency') await sampleCalls(record, input);
}

interface Note {
  contender: PhaseContender;
  cpu: number[];
  joules: number[];
}

/** A runner whose slices leave behind what they cost and whether they predicted what they should. */
function watched(runner: Runner, { contender, cpu, joules }: Note, input: PhaseInput): Pick<Runner, 'run'> {
  const counter = input.phase === 'energy' ? input.joules : null;
  return {
    run: async (calls) => {
      const [start, energy] = [input.now(), counter?.() ?? 0];
      const slice = await runner.run(calls);
      if (counter) joules.push(counter() - energy);
      contender.wall_ms += input.now() - start;
      contender.own_ms += 'request_ms' in slice ? slice.request_ms : slice.ms;
      if ('cpu_ms' in slice) {
        cpu.push(slice.cpu_ms);
        contender.predicted += slice.predicted;
        contender.changed += slice.changed;
      }
      return slice;
    },
  };
}

/** The latency distribution. A slice of one call is a sample of it already. */
async function sampleCalls(record: Phase, { runners, signal }: PhaseInput): Promise<void> {
  for (const [i, contender] of record.contenders.entries()) {
    if (signal.aborted) return;
    if (contender.calls_per_slice === 1) contender.calls_ms = [...contender.slices_ms];
    else Object.assign(contender, await runners[i]?.sample(SAMPLING_MS));
  }
}
