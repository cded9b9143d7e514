import type { Context } from '../../../cli/context.ts';
import { EXIT, TitoError } from '../../../errors.ts';
import { beginClass, forgetClass, keepClass, newCode, type OwnClass } from '../../../membership/classes.ts';
import { defaultRegistryFile } from '../../../membership/data-directory.ts';
import type { ClassAnswer } from '../../../schema/community/class-answers.ts';
import { memberName } from '../../../schema/community/member.ts';
import type { ClassScreen } from '../../../schema/community/screens.ts';
import { momentToCome } from '../calendar.ts';
import { type Community, withCommunity } from '../open-community.ts';
import { type ClassOptions, fileOf, permitInstructor, shownClass } from './own-class.ts';

export interface MakeOptions extends ClassOptions {
  /** Until when the code lets in, as it was typed. */
  expires: string | undefined;
  printsToken: boolean;
}

/** Codes that are drawn before giving up: of thirty thousand million, one is hardly ever another class's. */
const DRAWS = 5;

/** `tito community class create`: id, code and token are on disk before anything is sent. */
export function createClass(context: Context, options: MakeOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { keeper, place } = community;
    permitInstructor(community);
    const name = nameOf(options.name);
    const expires_at = expiryOf(options.expires, context.clock());
    const own = beginClass(keeper, place, { name, expires_at }, context.clock());
    const made = await make(community, own);
    const screen = {
      action: 'create' as const,
      classes: [shownClass(made.answer, made.own, options.printsToken)],
      file: fileOf(community),
    };
    const isDefault = place.text === defaultRegistryFile(keeper.data);
    const where = isDefault ? '' : ` --registry ${place.text}`;
    const { code } = shownClass(made.answer, made.own);
    const hint = `Students join with: tito community join --class ${code}${where}`;
    await community.show<ClassScreen>('community_class', screen, hint);
    return EXIT.done;
  });
}

async function make(community: Community, begun: OwnClass): Promise<{ answer: ClassAnswer; own: OwnClass }> {
  const { keeper, place } = community;
  const registry = await community.registry();
  const keep = (own: OwnClass, change: Partial<OwnClass>) =>
    keepClass(keeper, place, own.class_id, () => change) ?? { ...own, ...change };
  let own = begun;
  for (let draw = 1; ; draw++) {
    const { class_id, name, code, expires_at, token } = own;
    try {
      const answer = await registry.classes.create({ class_id, name, code, expires_at }, token);
      return { answer, own: keep(own, { state: 'created' }) };
    } catch (cause) {
      if (!(cause instanceof TitoError)) throw cause;
      if (cause.code === 'bad_request') forgetClass(keeper, place, class_id);
      if (cause.code !== 'class_taken' || draw === DRAWS) throw cause;
      own = keep(own, { code: newCode() });
    }
  }
}

function nameOf(word: string | undefined): string {
  const checked = memberName.safeParse(word ?? '');
  if (checked.success) return checked.data;
  const message = `A class needs a name: ${checked.error.issues[0]?.message ?? 'a name'}.`;
  throw new TitoError('usage', { message, command: 'tito community class' });
}

/** A code lets in to the end of the day. */
export const expiryOf = (word: string | undefined, now: number): string | null => {
  if (word === undefined) return null;
  const moment = momentToCome(word, { flag: '--expires', edge: 'end', now, command: 'tito community class' });
  return new Date(moment).toISOString();
};
