import { cleanName } from '../../schema/community/member.ts';

const MOST = 300;

/**
 * Words of a stranger's server, fit for a terminal: one line of what can be seen, and not too much of it.
 */
export function harmless(value: unknown, most = MOST): string {
  const text = cleanName(String(value).slice(0, 4 * most));
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
