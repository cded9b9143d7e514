import { TitoError } from '../errors.ts';
import { COURSE_TYPES, EXPERIENCE_LEVELS } from '../schema/community/member.ts';
import type { ProfileWords } from '../workflows/community/profile-words.ts';
import type { Context } from './context.ts';

const LABELS: Record<string, string> = {
  university_course: 'University course',
  bootcamp: 'Bootcamp',
  self_paced: 'Self-paced',
  other: 'Other',
  beginner: 'Beginner',
  intermediate: 'Intermediate',
  advanced: 'Advanced',
};
const SKIP = 'none';

/**
 * The four questions of joining; each may be skipped.
 * @param known what options gave already; it is not asked again
 * @param check throws a TitoError for an answer that can't be taken; it is asked again then
 * @throws TitoError `interrupted`
 */
export async function askForProfile(
  context: Context,
  known: ProfileWords & { guessed_country?: string },
  check: (words: ProfileWords) => void,
): Promise<ProfileWords> {
  const { intro, text, select, isCancel } = await import('@clack/prompts');
  intro('🌍 Join the TinyTorch Community', { output: context.stderr });
  const streams = { input: context.stdin, output: context.stderr, signal: context.signal };
  const given = (answer: string | symbol): string => {
    if (isCancel(answer) || typeof answer === 'symbol') throw new TitoError('interrupted');
    return answer;
  };
  const problemOf = (words: ProfileWords) => {
    try {
      check(words);
      return undefined;
    } catch (cause) {
      return cause instanceof TitoError ? `${cause.message} ${cause.hint}` : String(cause);
    }
  };
  const line = async (message: string, initialValue: string, name: 'country' | 'institution') => {
    const validate = (value: string | undefined) => problemOf({ [name]: value ?? '' });
    return given(await text({ message, initialValue, validate, ...streams })).trim() || SKIP;
  };
  const choice = async (message: string, values: readonly string[]) =>
    given(
      await select<string>({
        message,
        options: [
          ...values.map((value) => ({ value, label: LABELS[value] ?? value })),
          { value: SKIP, label: 'Rather not say' },
        ],
        ...streams,
      }),
    );
  return {
    country:
      known.country ?? (await line('📍 Country (empty for none)', known.guessed_country ?? '', 'country')),
    institution: known.institution ?? (await line('🏫 Institution (optional)', '', 'institution')),
    courseType: known.courseType ?? (await choice('📚 Course type', COURSE_TYPES)),
    experience: known.experience ?? (await choice('🌱 Experience', EXPERIENCE_LEVELS)),
  };
}

/**
 * Shows something and asks for a yes; the answer is no unless somebody says otherwise.
 * @throws TitoError `interrupted`
 */
export async function confirm(context: Context, question: string, shown: string): Promise<boolean> {
  context.stderr.write(`\n${shown}\n`);
  const prompts = await import('@clack/prompts');
  const answer = await prompts.confirm({
    message: question,
    initialValue: false,
    input: context.stdin,
    output: context.stderr,
    signal: context.signal,
  });
  if (prompts.isCancel(answer)) throw new TitoError('interrupted');
  return answer;
}
