import { TitoError } from '../errors.ts';
import type { CommunityOptions } from '../workflows/community/open-community.ts';
import type { OptionSpec } from './command.ts';
import type { Context } from './context.ts';
import { formatOption, outputOption, reportWishes, templateOption } from './options.ts';

/** Options of every command of `tito community`. */
export const communityOptions: readonly OptionSpec[] = [
  {
    flags: '--registry <place>',
    description: 'a file or a URL (default: community.registry, or a file in your data folder)',
  },
  formatOption,
  outputOption,
  templateOption,
];

/** Options of whoever keeps a registry in order. */
export const moderatorOptions: readonly OptionSpec[] = [
  {
    flags: '--admin-token-file <file>',
    description:
      "file with the registry's admin token (default: TITO_ADMIN_TOKEN); a registry that is a file needs none",
  },
  ...communityOptions,
];

/** @throws TitoError `usage` where no reason is given */
export function reasonOf(command: string, reason: unknown): string {
  if (typeof reason === 'string' && reason.trim() !== '') return reason;
  throw new TitoError('usage', {
    message: 'Say why with --reason TEXT: the member is told.',
    command: `tito community ${command}`,
  });
}

/** Where a member learns, given without being asked. */
export const profileOptions: readonly OptionSpec[] = [
  {
    flags: '--country <name>',
    description: "your country, by its English name or two letters; 'none' for none",
  },
  { flags: '--institution <name>', description: "your university, school or company; 'none' for none" },
  {
    flags: '--course-type <type>',
    description: 'how you learn',
    choices: ['university_course', 'bootcamp', 'self_paced', 'other', 'none'],
  },
  {
    flags: '--experience <level>',
    description: 'how long you have done this',
    choices: ['beginner', 'intermediate', 'advanced', 'none'],
  },
];

/**
 * A reader of whole numbers up to a greatest one.
 * @throws TitoError `usage`
 */
export const upTo =
  (most: number, least = 0) =>
  (word: string): number => {
    const value = Number(word);
    if (/^\d+$/.test(word) && value >= least && value <= most) return value;
    throw new TitoError('usage', { message: `'${word}' is no whole number from ${least} to ${most}.` });
  };

/** @throws TitoError as `reportWishes` */
export async function communityWishes(
  context: Pick<Context, 'cwd'>,
  options: Record<string, unknown>,
): Promise<CommunityOptions> {
  const { registry, format } = options;
  return { flags: { 'community.registry': registry, format }, wishes: await reportWishes(context, options) };
}
