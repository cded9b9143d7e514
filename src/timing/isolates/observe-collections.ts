import { GCProfiler } from 'node:v8';
import type { Collections } from '../../turn-contracts.ts';
import type { Loop } from './serve-turns.ts';

/** Makes so many calls, and looks at what V8 does meanwhile about the garbage of this thread's heap. */
export async function observeCollections(loop: Loop, calls: number): Promise<Collections> {
  const profiler = new GCProfiler();
  profiler.start();
  const ms = await loop(calls);
  const costs_ms = profiler.stop().statistics.map(({ cost }) => cost / 1000);
  return { count: costs_ms.length, share: collectingShare(costs_ms, ms) };
}

/**
 * Part of the time that collecting takes, 0 to 1. Each collection counts as the typical one: those during which another
 * program had the processor took as long as that let them wait.
 *
 * @param costs_ms of each collection, in any order
 * @param ms of all the calls, with the collections
 */
export function collectingShare(costs_ms: readonly number[], ms: number): number {
  // Every thread loads this file: a library for the median would take longer to load than all the rest.
  const typical = costs_ms.toSorted((a, b) => a - b)[costs_ms.length >> 1] ?? 0;
  const collecting = costs_ms.length * typical;
  const waiting = Math.max(0, costs_ms.reduce((sum, cost) => sum + cost, 0) - collecting);
  return collecting > 0 ? collecting / Math.max(ms - waiting, collecting) : 0;
}
