import type { ClassFacts } from '../facts/class-facts.ts';
import { html, written, writtenPlainly } from '../html.ts';
import { page } from '../layout.ts';
import { count } from '../numbers.ts';
import { groupSections } from '../parts/group-sections.ts';
import { numbersList } from '../parts/numbers-list.ts';

/** A class as it sees itself. Who is in it is not said: a handle is not tied to a class. */
export function classPage({ now, name, frozen_until, group }: ClassFacts): string {
  const title = writtenPlainly(name);
  return page({
    title,
    description: 'A class: how many it has, how far they are, what they did this week.',
    root: '../',
    place: null,
    now,
    main: html`<p class="kicker">Class</p>
<h1>${written(name)}</h1>
${numbersList([
  { label: 'Builders', value: count(group.members) },
  ...(group.week.joined === null ? [] : [{ label: 'Joined this week', value: count(group.week.joined) }]),
])}
${frozen_until !== null && html`<p class="aside">It is frozen until ${frozen_until}: runs are taken again after that.</p>`}
${groupSections(title, group)}
<p class="aside">This page is linked from nowhere; whoever has its address may see it.</p>`,
  });
}
