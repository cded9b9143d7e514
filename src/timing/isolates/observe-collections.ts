import { GCProfiler } from 'node:v8';
import type { Collections } from '../../turn-contracts.ts';
import type { Loop } from './serve-turns.ts';

/** Makes so many calls, and looks at what V8 does meanwhile about the garbage of this thread's heap. */
export async function observeCollections(loop: Loop, calls: number): Promise<Collections> {
  const profiler = new GCProfiler();
  profiler.start();
  const ms = await loop(calls);
  const { statistics } = profiler.stop();
  const collecting_us = statistics.reduce((sum, { cost }) => sum + cost, 0);
  return { count: statistics.length, share: ms > 0 ? collecting_us / 1000 / ms : 0 };
}
