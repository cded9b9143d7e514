import { join } from 'node:path';
import { listFolder } from './private-file.ts';
import type { Place } from './registry-place.ts';

/** Where submissions wait for a registry, one file each. */
export const outboxFolder = (data: string, { slug }: Place): string => join(data, 'outbox', slug);

/** Names of the files in it, half-written ones left out. */
export const waitingIn = (folder: string): string[] =>
  listFolder(folder).filter((name) => name.endsWith('.json'));

/** Whether something waits. Every command asks, so this costs one look at a folder and loads nothing. */
export const hasWaiting = (data: string, place: Place): boolean =>
  waitingIn(outboxFolder(data, place)).length > 0;
