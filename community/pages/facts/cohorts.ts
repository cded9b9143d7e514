import { cohortOf } from '../../cohort.ts';
import { LEAST_GROUP, type Store } from '../../store.ts';

const SEASONS = ['Spring', 'Summer', 'Fall'];

/** A number that grows from one semester to the next. */
function ageOf(label: string): number {
  const [season = '', year = ''] = label.split(' ');
  return Number(year) * SEASONS.length + SEASONS.indexOf(season);
}

/** Labels of the current cohort and of those that are large enough to have a page, the newest first. */
export async function cohortLabels(store: Store, at: number): Promise<string[]> {
  const current = cohortOf(at);
  const cohorts = await store.scopes('cohort');
  const large = cohorts.filter(({ members }) => members >= LEAST_GROUP).map(({ key }) => key);
  return [...new Set([current, ...large])].sort((a, b) => ageOf(b) - ageOf(a));
}
