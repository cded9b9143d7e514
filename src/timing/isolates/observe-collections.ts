import { GCProfiler } from 'node:v8';
import type { Collections } from '../../turn-contracts.ts';
import type { Loop } from './serve-turns.ts';

/** Part of the calls during which there has to be a collection: rarer ones are waited for no longer. */
const FIRST_PART = 1 / 3;

/** Makes so many calls, or a part of them, and looks at what V8 does meanwhile about the garbage of this thread's heap. */
export async function observeCollections(loop: Loop, most: number): Promise<Collections> {
  const first = Math.ceil(FIRST_PART * most);
  const early = await observe(loop, first);
  if (early.costs_ms.length === 0) return { calls: first, count: 0, share: 0 };
  const late = await observe(loop, most - first);
  const costs_ms = [...early.costs_ms, ...late.costs_ms];
  return { calls: most, count: costs_ms.length, share: collectingShare(costs_ms, early.ms + late.ms) };
}

async function observe(loop: Loop, calls: number): Promise<{ ms: number; costs_ms: number[] }> {
  const profiler = new GCProfiler();
  profiler.start();
  const ms = await loop(calls);
  return { ms, costs_ms: profiler.stop().statistics.map(({ cost }) => cost / 1000) };
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
