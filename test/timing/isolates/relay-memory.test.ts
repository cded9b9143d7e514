import { expect, it } from 'vitest';
import {
  MOST_RUNNERS,
  MOST_SLICES,
  newRelayMemory,
  relayOf,
} from '../../../src/timing/isolates/relay-memory.ts';

it('has room for every part, and none of them lies in another', () => {
  const memory = newRelayMemory();
  const parts = Object.entries(relayOf(memory));
  const bytes = new Uint8Array(memory.byteLength);
  for (const [, part] of parts)
    for (let at = part.byteOffset; at < part.byteOffset + part.byteLength; at++)
      bytes[at] = (bytes[at] ?? 0) + 1;
  expect([...bytes].every((uses) => uses === 1)).toBe(true);
  const views = relayOf(memory);
  expect([views.go.length, views.calls.length]).toEqual([MOST_RUNNERS, MOST_RUNNERS]);
  expect([views.order, views.ms, views.preempted].map(({ length }) => length)).toEqual(
    Array(3).fill(MOST_SLICES),
  );
});
