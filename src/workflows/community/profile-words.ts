import { TitoError } from '../../errors.ts';
import { readCountry } from '../../membership/country.ts';
import {
  COURSE_TYPES,
  EXPERIENCE_LEVELS,
  type MemberUpdate,
  memberName,
  type Profile,
} from '../../schema/community/member.ts';

/** Where somebody learns, in words as they were typed or chosen; `none` for a part that is not to be told. */
export interface ProfileWords {
  country?: string;
  institution?: string;
  courseType?: string;
  experience?: string;
}

export function profileWords(options: Record<string, unknown>): ProfileWords {
  const words: ProfileWords = {};
  for (const name of ['country', 'institution', 'courseType', 'experience'] as const) {
    const word = options[name];
    if (typeof word === 'string') words[name] = word;
  }
  return words;
}

/**
 * The parts of a profile that were given; the others are left out.
 * @throws TitoError `unknown_country`, or `usage` for a name that is none
 */
export function profileFrom(words: ProfileWords): Partial<Profile> {
  const { country, institution, courseType, experience } = words;
  const course_type = chosen(courseType, COURSE_TYPES, '--course-type');
  const experience_level = chosen(experience, EXPERIENCE_LEVELS, '--experience');
  return {
    ...(country === undefined ? {} : { location: isNone(country) ? null : readCountry(country) }),
    ...(institution === undefined
      ? {}
      : {
          institution: isNone(institution)
            ? null
            : { name: readName(institution), type: typeOf(course_type) },
        }),
    ...(course_type === undefined ? {} : { course_type }),
    ...(experience_level === undefined ? {} : { experience_level }),
  };
}

/** The same as a change of a member that is there. */
export function profileUpdate(words: ProfileWords): MemberUpdate {
  const { course_type, experience_level, ...rest } = profileFrom(words);
  const context = {
    ...(course_type === undefined ? {} : { course_type }),
    ...(experience_level === undefined ? {} : { experience_level }),
  };
  return { ...rest, ...(Object.keys(context).length > 0 ? { context } : {}) };
}

const isNone = (word: string) => ['', 'none'].includes(word.trim().toLowerCase());

/** The kind of institution follows from the course: nobody is asked twice. */
function typeOf(course: Profile['course_type'] | undefined): NonNullable<Profile['institution']>['type'] {
  if (course === 'bootcamp') return 'bootcamp';
  return course === 'other' || course === 'self_paced' ? 'other' : 'university';
}

function chosen<T extends string>(
  word: string | undefined,
  all: readonly T[],
  flag: string,
): T | null | undefined {
  if (word === undefined) return undefined;
  if (isNone(word)) return null;
  const found = all.find((each) => each === word.trim().toLowerCase().replaceAll('-', '_'));
  if (found) return found;
  throw new TitoError('usage', { message: `${flag} is one of: ${all.join(', ')}, none.` });
}

function readName(word: string): string {
  const checked = memberName.safeParse(word);
  if (checked.success) return checked.data;
  const reason = checked.error.issues[0]?.message ?? 'a name';
  throw new TitoError('usage', { message: `--institution: ${reason}.` });
}
