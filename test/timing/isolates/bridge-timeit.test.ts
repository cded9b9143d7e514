import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { array, call, FIXTURES, open, PYTHON } from './bridge-fixtures.ts';

const SIZE = 54;
const ROUNDS = 12;
const numbers = Array.from({ length: SIZE * SIZE }, (_, index) => (index * 37) % 64);

/** Python's own timer around the same function on the same numbers, one line in and one duration out per round. */
const TIMEIT = `
import sys, timeit
sys.path.insert(0, ${JSON.stringify(join(FIXTURES, 'files'))})
import lists
a = lists.tensor([float(i * 37 % 64) for i in range(${SIZE * SIZE})], (${SIZE}, ${SIZE}))
timer = timeit.Timer('matmul(a, a)', globals={'matmul': lists.matmul, 'a': a})
for line in sys.stdin:
    print(timer.timeit(1) * 1000, flush=True)
`;

it('agrees with timeit within 3 % for a matmul of about 10 ms', async () => {
  const isolate = await open('files/lists.py');
  await isolate.rehearse({
    inputs: { a: array([SIZE, SIZE], numbers) },
    setup: [call('x', 'tensor', 'a')],
    steps: [call('out', 'matmul', 'x', 'x')],
    observed: [],
  });
  const other = execa(PYTHON, ['-c', TIMEIT], { killSignal: 'SIGKILL', reject: false });
  const lines = other.iterable()[Symbol.asyncIterator]();
  const theirs: number[] = [];
  const ours: number[] = [];
  // Minima in turns: a busy machine delays single rounds, so more rounds can only bring the two nearer to the truth.
  const ratio = () => Math.min(...ours) / Math.min(...theirs);
  for (let round = 0; round < ROUNDS * 15; round++) {
    if (round >= ROUNDS && Math.abs(ratio() - 1) < 0.03) break;
    other.stdin.write('\n');
    theirs.push(Number((await lines.next()).value));
    ours.push((await isolate.run(1)).ms);
  }
  other.kill();
  await other;
  expect(Math.min(...theirs)).toBeGreaterThan(2);
  expect(ratio()).toBeGreaterThan(0.97);
  expect(ratio()).toBeLessThan(1.03);
});
