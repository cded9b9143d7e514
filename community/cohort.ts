/**
 * The semester in which somebody joined, by the registry's clock in UTC: `Fall 2026` (August to December),
 * `Spring 2027` (January to May), `Summer 2027` (June and July).
 *
 * @param at milliseconds since 1970
 */
export function cohortOf(at: number): string {
  const date = new Date(at);
  const month = date.getUTCMonth() + 1;
  return `${seasonOf(month)} ${date.getUTCFullYear()}`;
}

function seasonOf(month: number): string {
  if (month >= 8) return 'Fall';
  return month >= 6 ? 'Summer' : 'Spring';
}
