import * as z from 'zod/mini';
import { classCode } from './class-code.ts';
import { anonymousId, memberName } from './member.ts';

const moment = z.iso.datetime();

/** What an instructor sends to make a class. Id, code and admin token are drawn there, so that a retry is the same class. */
export const classDocument = z.strictObject({
  class_id: anonymousId,
  name: memberName,
  code: classCode,
  /** Until when the code lets in; null for always. */
  expires_at: z.nullable(moment),
});
export type ClassDocument = z.infer<typeof classDocument>;

/** What changes: a part that is left out stays as it is. */
export const classChange = z.strictObject({
  /** A new code; the old one stops. */
  code: z.optional(classCode),
  expires_at: z.optional(z.nullable(moment)),
  /** Until then nobody joins by the code and no runs are taken; null ends it. */
  frozen_until: z.optional(z.nullable(moment)),
});
export type ClassChange = z.infer<typeof classChange>;

/** Why somebody is taken out of a class, in the instructor's words; it is told to that member. */
export const classRemoval = z.strictObject({ reason: memberName });
export type ClassRemoval = z.infer<typeof classRemoval>;
