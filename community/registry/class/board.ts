import {
  type ClassBoardAnswer,
  type ClassBoardQuery,
  classBoardQuery,
} from '../../../src/schema/community/class-answers.ts';
import { entriesOf, positionOf } from '../leaderboard.ts';
import type { Parts } from '../parts.ts';
import { valid } from '../valid.ts';
import { admit, answerOf } from './admit.ts';

/**
 * The best scores of a class for its instructor, however few have one.
 * @throws TitoError `not_an_instructor`; `bad_request` for a page that is no longer there
 */
export async function classBoard(
  parts: Parts,
  given: ClassBoardQuery,
  token: string,
): Promise<ClassBoardAnswer> {
  const { store, clock } = parts;
  const found = await admit(parts, token);
  const { track, limit, after } = valid(classBoardQuery, given);
  const scope = { kind: 'class', key: found.id } as const;
  const from = after === undefined ? null : await positionOf(store, after, track);
  const histogram = await store.histogram(scope, track);
  const standings = await store.page(scope, track, from, 'worse', limit + 1);
  const entries = entriesOf(standings.slice(0, limit), histogram, null);
  return {
    class: await answerOf(store, found, clock()),
    track,
    entries: entries.map(({ is_you: _, ...entry }) => entry),
    next: standings.length > limit ? (entries.at(-1)?.submission_id ?? null) : null,
  };
}
