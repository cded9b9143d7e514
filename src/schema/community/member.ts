import * as z from 'zod/mini';
import '../messages.ts';
import { classCode } from './class-code.ts';

export const COURSE_TYPES = ['university_course', 'bootcamp', 'self_paced', 'other'] as const;
export const EXPERIENCE_LEVELS = ['beginner', 'intermediate', 'advanced'] as const;
export const INSTITUTION_TYPES = ['university', 'bootcamp', 'other'] as const;
export const MODULES = 20;
export const MILESTONES = 6;

/** Most characters of a name that a member writes, after it is cleaned. */
export const NAME_LIMIT = 120;

/** Control characters, those that turn the reading direction, and those that can't be seen. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A name as it is kept: one line, composed (NFC), without anything that is not seen, single spaces.
 * Joiners inside of a word (ZWNJ, ZWJ) are needed by some scripts but steer nothing; they are taken out as well, since
 * two names that look alike have to be one.
 */
export const cleanName = (text: string): string =>
  text.normalize('NFC').replaceAll(INVISIBLE, ' ').replaceAll(/\s+/gu, ' ').trim();

/** A name that a member writes; spaces only are no name. */
export const memberName = z
  .pipe(z.string().check(z.maxLength(20_000, `at most ${NAME_LIMIT} characters`)), z.transform(cleanName))
  .check(
    z.refine((name) => name !== '', 'a name, not only spaces'),
    z.refine((name) => [...name].length <= NAME_LIMIT, `at most ${NAME_LIMIT} characters`),
  );

/** ISO 3166-1 alpha-2; whether there is such a country is checked where it is used. */
export const countryCode = z.string().check(z.regex(/^[A-Z]{2}$/, 'two capital letters, such as US'));

/** 128 random bits in hexadecimal, drawn on the member's machine. */
export const anonymousId = z.string().check(z.regex(/^[0-9a-f]{32}$/, '32 hexadecimal digits'));

/** Where a member learns; each part is free to be left out. */
export const profile = z.strictObject({
  location: z.nullable(
    z.strictObject({ country: z.string().check(z.maxLength(120)), country_code: countryCode }),
  ),
  institution: z.nullable(z.strictObject({ name: memberName, type: z.enum(INSTITUTION_TYPES) })),
  course_type: z.nullable(z.enum(COURSE_TYPES)),
  experience_level: z.nullable(z.enum(EXPERIENCE_LEVELS)),
});
export type Profile = z.infer<typeof profile>;

export const progress = z.strictObject({
  /** Whether a baseline of this member's code ran and computed correctly. */
  setup_verified: z.boolean(),
  milestones_passed: z.int().check(z.minimum(0), z.maximum(MILESTONES)),
  modules_completed: z.int().check(z.minimum(0), z.maximum(MODULES)),
});
export type CourseProgress = z.infer<typeof progress>;

const score = z.nullable(z.int().check(z.minimum(0), z.maximum(100)));

/** `community/my_submission.json`, and with empty `benchmarks` exactly what `join` sends. */
export const memberDocument = z.strictObject({
  anonymous_id: anonymousId,
  timestamp: z.iso.datetime(),
  location: profile.shape.location,
  institution: profile.shape.institution,
  /** Of a class to enter; it is not kept, and stands in no answer. */
  class_code: z.optional(classCode),
  context: z.strictObject({
    course_type: profile.shape.course_type,
    /** By the registry's clock at the time of joining, as in `Fall 2026`. */
    cohort: z.string().check(z.maxLength(40)),
    experience_level: profile.shape.experience_level,
  }),
  progress: z.extend(progress, {
    /** Best capstone as the registry computed it; null until one is submitted. */
    capstone_score: score,
  }),
  /** Best runs as the registry computed them. */
  benchmarks: z.strictObject({
    baseline: z.optional(z.strictObject({ score, timestamp: z.iso.datetime() })),
    capstone: z.optional(
      z.strictObject({
        score,
        tracks: z.strictObject({ speed: score, compression: score, accuracy: score, efficiency: score }),
        timestamp: z.iso.datetime(),
      }),
    ),
  }),
});
export type MemberDocument = z.infer<typeof memberDocument>;

/** What changes: a part that is left out stays as it is. */
export const memberUpdate = z.strictObject({
  location: z.optional(profile.shape.location),
  institution: z.optional(profile.shape.institution),
  /** Of a class to enter; null leaves the class. */
  class_code: z.optional(z.nullable(classCode)),
  context: z.optional(
    z.strictObject({
      course_type: z.optional(profile.shape.course_type),
      experience_level: z.optional(profile.shape.experience_level),
    }),
  ),
  progress: z.optional(z.partial(progress)),
});
export type MemberUpdate = z.infer<typeof memberUpdate>;
