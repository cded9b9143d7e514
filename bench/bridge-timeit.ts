import type { Program } from '../src/contracts.ts';
import { allowedProcessors } from '../src/hardware/processors.ts';
import python from '../src/timing/subjects/python.ts';
import { interleave } from './interleave.ts';
import { lineProcess } from './line-process.ts';
import { openIsolate } from './open-isolate.ts';
import { figure, type Measurement } from './row.ts';

const PROCESSOR = allowedProcessors()[0] ?? 0;
const ROUNDS = 60;
/** About 10 ms of plain Python. */
const SIDE = 54;
const COUNT = SIDE * SIDE;
const PROGRAM: Program = {
  inputs: {
    data: { data: Float32Array.from({ length: COUNT }, (_, i) => (i * 37) % 64), shape: [SIDE, SIDE] },
  },
  setup: [{ name: 'a', operation: 'tensor', inputs: ['data'] }],
  steps: [{ name: 'product', operation: 'matmul', inputs: ['a', 'a'] }],
  observed: [],
};

/** For each line, one call of the same function on the same numbers in Python's own timer; answers milliseconds. */
const TIMEIT = `
import os, sys, timeit
# On the processor that the isolate is confined to as well: virtual ones differ in speed.
if hasattr(os, 'sched_setaffinity'):
    os.sched_setaffinity(0, {${PROCESSOR}})
sys.path.insert(0, ${JSON.stringify(import.meta.dirname)})
sys.dont_write_bytecode = True
import subject
a = subject.tensor([float(i * 37 % 64) for i in range(${COUNT})], (${SIDE}, ${SIDE}))
timer = timeit.Timer('matmul(a, a)', globals={'matmul': subject.matmul, 'a': a})
for line in sys.stdin:
    sys.stdout.write(f'{timer.timeit(1) * 1000}\\n')
    sys.stdout.flush()
`;

/** The time that the bridge reports, beside what Python's timeit finds for the same operation. */
export const bridgeTimeit: Measurement = {
  id: 'bridge_timeit',
  title: 'Reported time: Python bridge',
  needs_python: true,
  measure: async (surroundings) => {
    await using timeit = lineProcess(surroundings.python, TIMEIT);
    await using subject = await openIsolate(python, 'subject.py', PROGRAM, surroundings);
    await subject.isolate.pin(PROCESSOR);
    const samples = await interleave(
      {
        bridge: async () => (await subject.isolate.run(1)).ms,
        timeit: () => timeit.ask(''),
      },
      ROUNDS,
    );
    return [
      figure({
        id: bridgeTimeit.id,
        title: bridgeTimeit.title,
        beside: "Python's timeit",
        unit: 'ms',
        statistic: 'minimum',
        limit: { at_least: 0.97, at_most: 1.03 },
        samples: { measured: samples('bridge'), control: samples('timeit') },
      }),
    ];
  },
};
