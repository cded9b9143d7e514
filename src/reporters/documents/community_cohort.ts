import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { CohortScreen } from '../../schema/community/screens.ts';
import { builders, courseName, distributionFacts, ending, GROUP_ICONS, whole } from './_community-parts.ts';

/** As in `schema/community/member.ts`, whose schemas a screen has no use for. */
const MODULES = 20;

type CohortGroup = CohortScreen['groups'][number];

export default defineLayout<CohortScreen>({
  layOut: (screen, hint) => ({
    rows: screen.groups.flatMap(({ kind, label, peers }) =>
      peers.map((peer) => ({ group: kind, label, ...peer })),
    ),
    parts: [
      { kind: 'heading', icon: '👥', text: 'Your TinyTorch Cohort' },
      ...screen.groups.flatMap((group) => section(group, screen.since)),
      ...ending(screen, hint),
    ],
  }),
});

function section(group: CohortGroup, since: string | null): DocumentPart[] {
  const icon = GROUP_ICONS[group.kind];
  const name = nameOf(group);
  const when = since === null ? '' : ` since ${since}`;
  const title = `${name} (${builders(group.members)}${when})`;
  if (group.members === 0) {
    return [{ kind: 'facts', icon, title, facts: [{ label: 'Peers', value: 'nobody has joined since' }] }];
  }
  if (group.members === null || group.peers.length === 0) {
    return [{ kind: 'facts', icon, title, facts: [{ label: 'Peers', value: 'shown from 5 builders on' }] }];
  }
  const rank = group.rank === null ? null : `#${whole(group.rank)}/${whole(group.of ?? group.members)}`;
  const best = group.top_percent === null ? {} : { note: `Top ${group.top_percent}% by progress!` };
  return [
    { kind: 'table', icon, title, columns: ['Rank', 'Progress', 'Joined', ''], rows: table(group) },
    {
      kind: 'facts',
      icon: '📈',
      title: `Progress of the ${name}`,
      facts: [
        ...(rank === null ? [] : [{ label: 'Your rank', value: rank, ...best }]),
        ...distributionFacts(group.distribution),
      ],
    },
  ];
}

/** `Harvard University Cohort`, `University Course Cohort` */
function nameOf({ kind, label }: CohortGroup): string {
  const name =
    kind === 'course_type' ? courseName(label).replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) : label;
  return `${name} Cohort`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sep 2026` for `2026-09`. */
const month = (joined: string) => `${MONTHS[Number(joined.slice(5, 7)) - 1] ?? '?'} ${joined.slice(0, 4)}`;

/** A row of dots stands where others are left out. */
function table({ peers }: CohortGroup): string[][] {
  return peers.flatMap(({ rank, modules_completed: modules, is_exact, joined, is_you }, i) => {
    const row = [
      `#${whole(rank)}`,
      `${is_exact ? '' : 'about '}${modules}/${MODULES} modules${is_exact && modules === MODULES ? ' ✅' : ''}`,
      joined === null ? '' : month(joined),
      is_you ? '← You!' : '',
    ];
    return isGap(peers, i) ? [['…', '', '', ''], row] : [row];
  });
}

/** Whether somebody between the two is left out: with shared ranks, as many stand between as share the rank above. */
function isGap(peers: CohortGroup['peers'], i: number): boolean {
  const [before, here] = [peers[i - 1], peers[i]];
  if (!before || !here || here.rank === before.rank) return false;
  const sharing = peers.slice(0, i).filter(({ rank }) => rank === before.rank).length;
  return here.rank > before.rank + sharing;
}
