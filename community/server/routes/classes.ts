import { classChange, classDocument, classRemoval } from '../../../src/schema/community/class.ts';
import {
  classAnswer,
  classBoardAnswer,
  classBoardQuery,
  classRemovalAnswer,
  rosterAnswer,
  rosterQuery,
} from '../../../src/schema/community/class-answers.ts';
import { defineRoute } from '../route.ts';

export const createClass = defineRoute({
  method: 'POST',
  path: '/v1/classes',
  id: 'createClass',
  summary:
    'Make a class. Id, join code and admin token are drawn by the instructor; the same request once more is the same class',
  access: 'instructor',
  is_first: true,
  cost: 'create',
  body: classDocument,
  is_checked_by_registry: true,
  answer: classAnswer,
  errors: ['class_taken'],
  handle: ({ body, token }, { registry }) => registry.classes.create(body, token),
});

export const readClass = defineRoute({
  method: 'GET',
  path: '/v1/class',
  id: 'readClass',
  summary: 'The class whose admin token it is',
  access: 'instructor',
  answer: classAnswer,
  handle: ({ token }, { registry }) => registry.classes.read(token),
});

export const change = defineRoute({
  method: 'PATCH',
  path: '/v1/class',
  id: 'changeClass',
  summary: 'Freeze the class until a time, or give it a new join code; what is left out stays',
  access: 'instructor',
  body: classChange,
  is_checked_by_registry: true,
  answer: classAnswer,
  errors: ['class_taken'],
  handle: ({ body, token }, { registry }) => registry.classes.change(body, token),
});

export const roster = defineRoute({
  method: 'GET',
  path: '/v1/class/roster',
  id: 'classRoster',
  summary: 'Everybody in the class by handle, with progress and best runs, page by page',
  access: 'instructor',
  query: rosterQuery,
  answer: rosterAnswer,
  handle: ({ query, token }, { registry }) => registry.classes.roster(query, token),
});

export const board = defineRoute({
  method: 'GET',
  path: '/v1/class/board',
  id: 'classBoard',
  summary: 'The best of the class, however few have a score, page by page',
  access: 'instructor',
  query: classBoardQuery,
  answer: classBoardAnswer,
  handle: ({ query, token }, { registry }) => registry.classes.board(query, token),
});

export const removeFromClass = defineRoute({
  method: 'DELETE',
  path: '/v1/class/members/:handle',
  id: 'removeFromClass',
  summary: 'Take a member out of the class, not out of the registry; the member is told the reason',
  access: 'instructor',
  body: classRemoval,
  is_checked_by_registry: true,
  answer: classRemovalAnswer,
  errors: ['not_in_class'],
  handle: ({ params, body, token }, { registry }) =>
    registry.classes.remove(params.handle ?? '', body, token),
});
