import * as z from 'zod';
import { statsAnswer } from '../../../src/schema/community/answers.ts';
import { countryName } from '../../countries.ts';
import type { Download } from '../facts/page-facts.ts';

const { total, countries, institutions, this_week, distribution } = statsAnswer.shape;
const members = z.int().nonnegative();

/** What anybody may keep of the registry's numbers. Each list adds up to `total` with what is in `…_other`. */
export const publicNumbers = z.strictObject({
  schema_version: z.literal(1),
  day: z.iso.date(),
  /** Members of a group that is not told apart are in the sum of the others. */
  least_group: z.int().positive(),
  total,
  countries,
  institutions,
  this_week,
  distribution,
  by_country: z.array(z.strictObject({ country_code: z.string(), country: z.string(), members })),
  by_country_other: members,
  by_institution: z.array(z.strictObject({ institution: z.string(), members })),
  by_institution_other: members,
});
export type PublicNumbers = z.infer<typeof publicNumbers>;

export function publicNumbersOf({ day, least_group, stats, ...facts }: Download): PublicNumbers {
  const { cohort: _, class: __, class_removal: ___, by_country, ...numbers } = stats;
  return {
    schema_version: 1,
    day,
    least_group,
    ...numbers,
    by_country: by_country.map(({ country_code, members: n }) => ({
      country_code,
      country: countryName(country_code) ?? country_code,
      members: n,
    })),
    by_institution: facts.institutions.map(({ label, members: n }) => ({ institution: label, members: n })),
    by_institution_other: facts.institutions_other,
  };
}
