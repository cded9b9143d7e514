import type { Isolate, Program } from '../src/contracts.ts';
import { callsPerSlice, warmUp } from '../src/timing/warm-up.ts';
import { interleave } from './interleave.ts';
import { type Comparison, figure, type Row } from './row.ts';

const WARM_UP_MS = 100;
const SIDE = 32;

/** One addition of two small matrices: a small subject, called as often as fills a slice. */
export const SMALL_PROGRAM: Program = {
  inputs: {
    data: { data: Float32Array.from({ length: SIDE * SIDE }, (_, i) => i % 7), shape: [SIDE, SIDE] },
  },
  setup: [{ name: 'x', operation: 'tensor', inputs: ['data'] }],
  steps: [{ name: 'total', operation: 'add', inputs: ['x', 'x'] }],
  observed: [],
};

/** A turn: what it took as its caller sees it, and what of that was inside of the slice. */
export interface Turn {
  wall_ms: number;
  slice_ms: number;
}

/**
 * What a turn costs beyond its slice: the wall time of the whole turn minus the time that was taken inside.
 *
 * @param slice_ms the slice that the isolate's kind asks for
 * @param bare a turn of the control, with a slice of the given length: a processor that was busy for as long has
 *   neither fallen asleep nor run cold, which a control that answers at once would not pay for
 */
export async function turnOverhead(
  isolate: Isolate,
  slice_ms: number,
  rounds: number,
  bare: (slice_ms: number) => Promise<Turn>,
  about: Pick<Comparison, 'id' | 'title' | 'beside'>,
): Promise<Row[]> {
  const [warm] = await warmUp([isolate], [WARM_UP_MS]);
  const [calls = 1] = callsPerSlice([warm?.call_ms ?? slice_ms], slice_ms);
  const slices: number[] = [];
  const cost = ({ wall_ms, slice_ms: inside }: Turn) => wall_ms - inside;
  const samples = await interleave(
    {
      tito: async () => {
        const start = performance.now();
        const { ms } = await isolate.run(calls);
        const wall_ms = performance.now() - start;
        slices.push(ms);
        return cost({ wall_ms, slice_ms: ms });
      },
      bare: async () => cost(await bare(slice_ms)),
    },
    rounds,
  );
  return [
    figure({
      ...about,
      unit: 'ms',
      statistic: 'median',
      limit: null,
      // As `interleave` does, without the first round's.
      samples: { measured: samples('tito'), control: samples('bare'), slices: slices.slice(1) },
    }),
  ];
}
