import type { Context } from '../../../cli/context.ts';
import { EXIT, TitoError } from '../../../errors.ts';
import { readClasses } from '../../../membership/classes.ts';
import type { RosterAnswer, RosterEntry } from '../../../schema/community/class-answers.ts';
import type { Track } from '../../../schema/community/groups.ts';
import type {
  ClassBoardScreen,
  ClassScreen,
  RosterScreen,
  ShownClass,
} from '../../../schema/community/screens.ts';
import { withCommunity } from '../open-community.ts';
import { type ClassOptions, fileOf, permitInstructor, shownClass, withOwnClass } from './own-class.ts';

const PAGE = 200;

/** `tito community class list`: the classes that were made on this machine. */
export function listClasses(
  context: Context,
  options: ClassOptions & { printsToken: boolean },
): Promise<number> {
  return withCommunity(context, options, async (community) => {
    permitInstructor(community);
    const { keeper, place, warnings } = community;
    const own = readClasses(keeper, place);
    if (own.length === 0) throw new TitoError('no_class', { registry: place.text });
    const registry = await community.registry();
    const classes: ShownClass[] = [];
    for (const each of own) {
      if (each.state === 'pending') {
        warnings.push(
          `Making '${each.name}' was cut off. Finish it: tito community class create "${each.name}"`,
        );
        continue;
      }
      try {
        classes.push(shownClass(await registry.classes.read(each.token), each, options.printsToken));
      } catch (cause) {
        if (!(cause instanceof TitoError) || cause.code !== 'not_an_instructor') throw cause;
        warnings.push(`The registry does not know the class '${each.name}' any more.`);
      }
    }
    const screen = { action: 'list' as const, classes, file: fileOf(community) };
    await community.show<ClassScreen>('community_class', screen, 'Who is in it: tito community class roster');
    return EXIT.done;
  });
}

/** `tito community class roster` and `class export`: everybody, by handle. */
export function classRoster(context: Context, options: ClassOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { registry, own } = await withOwnClass(community, options.name);
    const entries: RosterEntry[] = [];
    let answer: RosterAnswer;
    let after: string | undefined;
    do {
      answer = await registry.classes.roster(
        { limit: PAGE, ...(after === undefined ? {} : { after }) },
        own.token,
      );
      entries.push(...answer.entries);
      after = answer.next ?? undefined;
    } while (after !== undefined);
    const hint = 'As a table: tito community class export --format csv --output class.csv';
    await community.show<RosterScreen>('community_roster', { ...answer, entries }, hint);
    return EXIT.done;
  });
}

/** @throws TitoError `usage` for a format that is no table and no JSON */
export function exportClass(context: Context, options: ClassOptions): Promise<number> {
  const format = options.flags.format ?? 'csv';
  if (format !== 'csv' && format !== 'json') {
    const message = `A class is exported as csv or json, not as ${format}.`;
    throw new TitoError('usage', { message, command: 'tito community class' });
  }
  return classRoster(context, { ...options, flags: { ...options.flags, format } });
}

/** `tito community class board` */
export function classBoard(
  context: Context,
  { track = 'overall', limit = 10, ...options }: ClassOptions & { track?: Track; limit?: number },
): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { registry, own } = await withOwnClass(community, options.name);
    const answer = await registry.classes.board({ track, limit }, own.token);
    const hint = 'Everybody, with and without runs: tito community class roster';
    await community.show<ClassBoardScreen>('community_class_board', answer, hint);
    return EXIT.done;
  });
}
