import { TitoError } from '../../../errors.ts';
import { classCode, shownCode } from '../../../schema/community/class-code.ts';

/**
 * A join code in its normal form, from what was typed.
 * @throws TitoError `usage`
 */
export function readCode(word: string): string {
  const checked = classCode.safeParse(word);
  if (checked.success) return checked.data;
  const reason = checked.error.issues[0]?.message ?? 'a join code';
  throw new TitoError('usage', { message: `--class: ${reason}.`, command: 'tito community join' });
}

/** What an instructor sees of a member of the class; said before anybody enters one. */
export const classNotice = (code: string): string =>
  `The instructor of the class ${shownCode(code)} will see, of you alone: your handle, the month in which you joined, ` +
  'your modules and milestones, the scores of your best runs with their intervals, and the status of your submissions. ' +
  'No name, no country, no institution. You can leave the class at any time: tito community update --no-class.';
