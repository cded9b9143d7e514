import { allowedProcessors } from '../src/hardware/processors.ts';
import { FunctionIsolate } from '../src/timing/isolates/function-isolate.ts';
import { Relay } from '../src/timing/relay.ts';
import functions from '../src/timing/subjects/function.ts';
import { callsPerSlice, warmUp } from '../src/timing/warm-up.ts';
import { interleave } from './interleave.ts';
import { isolateOptions } from './open-isolate.ts';
import { figure, type Measurement, type Surroundings } from './row.ts';

const ROUNDS = 100;
/** Of each round. */
const TURNS = 8;

/** What a slice of a comparison costs beside itself: functions that hand on to each other, beside the same asked in turn. */
export const relayOverhead: Measurement = {
  id: 'relay_overhead',
  title: 'Overhead per slice: functions in a relay',
  needs_python: false,
  measure: async (surroundings) => {
    const pair = [await probe(surroundings), await probe(surroundings)] as const;
    try {
      const { slice_ms } = functions;
      const [warm] = await warmUp(pair, [functions.warm_up_ms, functions.warm_up_ms]);
      const [calls = 1] = callsPerSlice([warm?.call_ms ?? slice_ms], slice_ms);
      const slices: number[] = [];
      const samples = await interleave(
        {
          relay: () => inRelay(pair, calls, (ms) => slices.push(ms)),
          asked: () => asked(pair, calls),
        },
        ROUNDS,
      );
      return [
        figure({
          id: relayOverhead.id,
          title: relayOverhead.title,
          beside: 'each slice asked for by the parent',
          unit: 'ms',
          statistic: 'median',
          limit: null,
          samples: { measured: samples('relay'), control: samples('asked'), slices },
        }),
      ];
    } finally {
      await Promise.all(pair.map((each) => each.close()));
    }
  },
};

type Pair = readonly [FunctionIsolate, FunctionIsolate];

/** The spin probe as a function, confined to the first processor. */
async function probe(surroundings: Surroundings): Promise<FunctionIsolate> {
  const { root } = surroundings;
  const spec = { kind: 'function', argument: `${root}/src/timing/isolates/spin.ts` };
  const isolate = await FunctionIsolate.start(spec, {
    ...isolateOptions(surroundings),
    directory: root,
    seed: 1,
    exit_status: 0,
  });
  const [processor] = allowedProcessors();
  if (processor !== undefined) await isolate.pin(processor);
  await isolate.check();
  return isolate;
}

/** Of one slice: everything but the time that was taken inside of it, in milliseconds. */
const perSlice = (wall_ms: number, inside_ms: number) => (wall_ms - inside_ms) / (2 * TURNS);

async function inRelay(pair: Pair, calls: number, onSlice: (ms: number) => void): Promise<number> {
  const relay = Relay.of(pair);
  if (!relay) throw new Error('functions have no relay');
  // Joining is no part of it: a block of a comparison joins once.
  await relay.lap([1, 1], [[0, 1]], () => {});
  let inside = 0;
  const start = performance.now();
  await relay.lap([calls, calls], Array<number[]>(TURNS).fill([0, 1]), (slices) => {
    for (const { ms } of slices) {
      inside += ms;
      onSlice(ms);
    }
  });
  return perSlice(performance.now() - start, inside);
}

async function asked(pair: Pair, calls: number): Promise<number> {
  for (const each of pair) await each.run(1);
  let inside = 0;
  const start = performance.now();
  for (let turn = 0; turn < TURNS; turn++) for (const each of pair) inside += (await each.run(calls)).ms;
  return perSlice(performance.now() - start, inside);
}
