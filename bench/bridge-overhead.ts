import python from '../src/timing/subjects/python.ts';
import { lineProcess } from './line-process.ts';
import { openIsolate } from './open-isolate.ts';
import type { Measurement } from './row.ts';
import { SMALL_PROGRAM, turnOverhead } from './turn-overhead.ts';

const ROUNDS = 200;

/** Reads a line, is busy for the milliseconds in it, and answers with the time that it took. */
const ECHO = `
import sys
from time import perf_counter_ns
for line in sys.stdin:
    start = now = perf_counter_ns()
    end = start + float(line) * 1e6
    while now < end:
        now = perf_counter_ns()
    sys.stdout.write(f'{(now - start) / 1e6}\\n')
    sys.stdout.flush()
`;

/** What a turn of the Python bridge costs beyond its slice, beside one line each way through bare pipes. */
export const bridgeOverhead: Measurement = {
  id: 'bridge_overhead',
  title: 'Overhead per turn: Python bridge',
  needs_python: true,
  measure: async (surroundings) => {
    await using echo = lineProcess(surroundings.python, ECHO);
    await using subject = await openIsolate(python, 'subject.py', SMALL_PROGRAM, surroundings);
    const bare = async (slice_ms: number) => {
      const start = performance.now();
      const inside = await echo.ask(`${slice_ms}`);
      return { wall_ms: performance.now() - start, slice_ms: inside };
    };
    return await turnOverhead(subject.isolate, python.slice_ms, ROUNDS, bare, {
      id: bridgeOverhead.id,
      title: bridgeOverhead.title,
      beside: 'bare pipe echo',
    });
  },
};
