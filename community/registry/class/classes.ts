import type { Classes } from '../../../src/community-contracts.ts';
import type { Parts } from '../parts.ts';
import { classBoard } from './board.ts';
import { changeClass, createClass, readClass, removeFromClass } from './manage.ts';
import { roster } from './roster.ts';

/** What instructors do with their classes. */
export const classesOf = (parts: Parts): Classes => ({
  create: (document, token) => createClass(parts, document, token),
  read: (token) => readClass(parts, token),
  change: (change, token) => changeClass(parts, change, token),
  roster: (query, token) => roster(parts, query, token),
  board: (query, token) => classBoard(parts, query, token),
  remove: (handle, removal, token) => removeFromClass(parts, handle, removal, token),
});
