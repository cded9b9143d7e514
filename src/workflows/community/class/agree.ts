import type { Context } from '../../../cli/context.ts';
import { TitoError } from '../../../errors.ts';
import { classNotice } from './notice.ts';

/**
 * Asks whether the instructor of a class may see what is said; nobody else is shown that much of one member.
 * @throws TitoError `consent_needed` where nobody can be asked, `declined`
 */
export async function agreeToClass(
  { stdin, stderr, env }: Context,
  code: string,
  { isSure, confirm }: { isSure: boolean; confirm: (question: string, shown: string) => Promise<boolean> },
): Promise<void> {
  const notice = classNotice(code);
  if (isSure) {
    stderr.write(`${notice}\n`);
    return;
  }
  if (stdin.isTTY !== true || stderr.isTTY !== true || env.CI) {
    const reason = 'there is no terminal to ask on';
    throw new TitoError('consent_needed', { reason, hint: `${notice} Say yes with --yes.` });
  }
  if (!(await confirm('Enter the class?', notice))) throw new TitoError('declined', {});
}
