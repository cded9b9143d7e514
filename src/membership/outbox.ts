import { join } from 'node:path';
import * as z from 'zod';
import type { Registry, Token } from '../community-contracts.ts';
import { type ErrorCode, systemReason, TitoError } from '../errors.ts';
import { anonymousId } from '../schema/community/member.ts';
import { type SubmitAnswer, submissionKind } from '../schema/community/submission.ts';
import { sha256 } from '../storage/digest.ts';
import { outboxFolder, waitingIn } from './outbox-folder.ts';
import { createPrivately, readBounded, removePrivately } from './private-file.ts';
import type { Place } from './registry-place.ts';

const MOST_BYTES = 256 * 2 ** 20;

const entry = z.object({
  schema_version: z.literal(1),
  key: z.string().regex(/^[0-9a-f]{32}$/),
  registry: z.string(),
  anonymous_id: anonymousId,
  kind: submissionKind,
  /** The results file, for people; what is sent is the copy of it below. */
  file: z.string(),
  created_at: z.iso.datetime(),
  document: z.record(z.string(), z.unknown()),
});
/** A submission that could not be sent yet. */
export type OutboxEntry = z.infer<typeof entry>;

/** The idempotency key of a run: the same for every attempt to submit the same document. */
export const submissionKey = (document: Record<string, unknown>): string =>
  sha256(JSON.stringify(document)).slice(0, 32);

/**
 * Keeps a submission until the registry can be reached. The same one twice is kept once.
 *
 * @param at milliseconds since 1970
 * @returns the file that it is kept in
 * @throws the system's error where the folder can't be written
 */
export function keepForLater(
  data: string,
  place: Place,
  submission: Pick<OutboxEntry, 'anonymous_id' | 'kind' | 'file' | 'document'>,
  at: number,
): string {
  const key = submissionKey(submission.document);
  const file = join(outboxFolder(data, place), `${key}.json`);
  const whole: OutboxEntry = {
    schema_version: 1,
    key,
    registry: place.text,
    created_at: new Date(at).toISOString(),
    ...submission,
  };
  createPrivately(file, `${JSON.stringify(whole)}\n`);
  return file;
}

export interface Waiting {
  file: string;
  entry: OutboxEntry;
}

export interface Drained {
  sent: (Waiting & { answer: SubmitAnswer })[];
  /** Refused for good, and removed. */
  refused: (Waiting & { error: TitoError })[];
  /** Still to be sent, each with what stands in the way. */
  kept: (Waiting & { error: TitoError })[];
  /** Files that can't be understood; they are left where they are. */
  damaged: { file: string; reason: string }[];
}

/**
 * Whether it passes without anybody doing anything about the run: what could not be submitted for it is kept, and sent
 * later.
 */
export const isPassing = (error: unknown): error is TitoError =>
  error instanceof TitoError &&
  ['registry_unreachable', 'rate_limited', 'busy', 'class_frozen'].includes(error.code);

/** Answers that will be the same tomorrow. */
const FOR_GOOD: readonly ErrorCode[] = [
  'run_refused',
  'duplicate_run',
  'key_reused',
  'too_large',
  'bad_request',
];

/**
 * Sends what waits, the oldest first. What was answered is removed; what was not, or is to be asked again later, is
 * kept. Two tito that send at once do no harm: the key is the same, so it counts once.
 *
 * @param anonymous_id whose submissions; those of somebody who was a member here before are not sent for another
 */
export async function drainOutbox(
  registry: Pick<Registry, 'submit'>,
  { data, place, token, anonymous_id }: { data: string; place: Place; token: Token; anonymous_id: string },
): Promise<Drained> {
  const { waiting, damaged } = readOutbox(data, place);
  const drained: Drained = { sent: [], refused: [], kept: [], damaged };
  /** What stands in the way of all that follow, or of those of one kind. */
  const stopped = new Map<OutboxEntry['kind'] | 'all', TitoError>();
  for (const each of waiting) {
    if (each.entry.anonymous_id !== anonymous_id) continue;
    const obstacle = stopped.get('all') ?? stopped.get(each.entry.kind);
    if (obstacle) {
      drained.kept.push({ ...each, error: obstacle });
      continue;
    }
    try {
      const answer = await registry.submit(each.entry.document, each.entry.key, token);
      removePrivately(each.file);
      drained.sent.push({ ...each, answer });
    } catch (error) {
      if (!(error instanceof TitoError)) throw error;
      if (FOR_GOOD.includes(error.code)) {
        removePrivately(each.file);
        drained.refused.push({ ...each, error });
      } else {
        stopped.set(error.code === 'quota_used' ? each.entry.kind : 'all', error);
        drained.kept.push({ ...each, error });
      }
    }
  }
  return drained;
}

/** What waits for a registry, the oldest first. */
export function readOutbox(data: string, place: Place): { waiting: Waiting[]; damaged: Drained['damaged'] } {
  const folder = outboxFolder(data, place);
  const waiting: Waiting[] = [];
  const damaged: Drained['damaged'] = [];
  for (const name of waitingIn(folder)) {
    const file = join(folder, name);
    try {
      const text = readBounded(file, MOST_BYTES);
      // Another tito has sent it since the folder was read.
      if (text === null) continue;
      waiting.push({ file, entry: understood(text, name, place) });
    } catch (cause) {
      damaged.push({ file, reason: systemReason(cause) });
    }
  }
  waiting.sort((a, b) => (a.entry.created_at < b.entry.created_at ? -1 : 1));
  return { waiting, damaged };
}

function understood(text: string, name: string, place: Place): OutboxEntry {
  const checked = entry.safeParse(JSON.parse(text));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new Error(`${issue?.path.join('.') || 'entry'}: ${issue?.message ?? 'invalid'}`);
  }
  const { key, registry, document } = checked.data;
  if (registry !== place.text) throw new Error(`it is meant for another registry (${registry})`);
  if (name !== `${key}.json` || submissionKey(document) !== key) throw new Error('its key is of another run');
  return checked.data;
}

/** Forgets what waits, of a member who leaves. Returns how many there were. */
export function clearOutbox(data: string, place: Place): number {
  const folder = outboxFolder(data, place);
  const names = waitingIn(folder);
  for (const name of names) removePrivately(join(folder, name));
  return names.length;
}
