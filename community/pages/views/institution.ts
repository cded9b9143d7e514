import type { InstitutionFacts } from '../facts/page-facts.ts';
import { html, written, writtenPlainly } from '../html.ts';
import { page } from '../layout.ts';
import { count } from '../numbers.ts';
import { groupSections } from '../parts/group-sections.ts';
import { numbersList } from '../parts/numbers-list.ts';

/** An institution of five builders or more. Who they are is not said: a handle is not tied to a place. */
export function institutionPage({ now, institution, group }: InstitutionFacts): string {
  const name = writtenPlainly(institution.label);
  return page({
    title: name,
    description: `Builders at ${name}: how many there are, how far they are, what they did this week.`,
    root: '../',
    place: null,
    now,
    main: html`<p class="kicker">Institution</p>
<h1>${written(institution.label)}</h1>
${numbersList([
  { label: 'Builders', value: count(group.members) },
  ...(group.week.joined === null ? [] : [{ label: 'Joined this week', value: count(group.week.joined) }]),
])}
${groupSections(name, group)}
<p class="aside">The name is as most of its members write it.</p>`,
  });
}
