import { mayActUnasked } from '../../membership/consent.ts';
import { hasWaiting } from '../../membership/outbox-folder.ts';
import type { Community, Membership } from './open-community.ts';

/** Sends what an earlier command could not, and says what came of it. */
export async function sendWaiting(
  { context, keeper, place, warnings }: Community,
  { registry, identity }: Membership,
): Promise<void> {
  const { data } = keeper;
  if (!hasWaiting(data, place) || !mayActUnasked(context.env, place.kind === 'file')) return;
  const { drainOutbox } = await import('../../membership/outbox.ts');
  const { token, anonymous_id } = identity;
  const { sent, refused, kept, damaged } = await drainOutbox(registry, { data, place, token, anonymous_id });
  for (const { entry, answer } of sent) {
    context.stderr.write(`📮 Sent what waited: ${entry.file}, ${answer.score}/100 as recomputed there.\n`);
  }
  for (const { entry, error } of refused) {
    warnings.push(`${entry.file} waited to be submitted and was refused: ${error.message}`);
  }
  for (const { entry, error } of kept)
    warnings.push(`${entry.file} still waits to be sent: ${error.message}`);
  for (const { file, reason } of damaged)
    warnings.push(`${file} can't be sent: ${reason}. It was left there.`);
}
