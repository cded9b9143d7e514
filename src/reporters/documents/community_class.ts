import { type DocumentFact, type DocumentPart, defineLayout } from '../../contracts.ts';
import type { ClassScreen, ShownClass } from '../../schema/community/screens.ts';
import { counted, ending, message, moment } from './_community-parts.ts';

const HEADINGS: Record<ClassScreen['action'], string> = {
  create: 'Your class is made',
  list: 'Your classes',
  renew: 'Your class has a new code; the old one lets in no more',
  freeze: 'Your class is frozen',
  unfreeze: 'Your class is open again',
};

export default defineLayout<ClassScreen>({
  layOut: ({ action, classes, file, registry, map, warnings }, hint) => ({
    rows: classes.map((each) => ({ ...each })),
    parts: [
      { kind: 'heading', icon: '🎓', text: HEADINGS[action] },
      ...classes.map(
        (each): DocumentPart => ({ kind: 'facts', icon: '👥', title: each.name, facts: factsOf(each, map) }),
      ),
      ...(action === 'create' || action === 'list' ? [kept(registry, file)] : []),
      ...(action === 'create' ? [message('👀', 'hint', SEEN)] : []),
      ...ending({ map: null, warnings }, hint),
    ],
  }),
});

const kept = (registry: string, file: string): DocumentPart => ({
  kind: 'facts',
  icon: '🔑',
  title: 'Kept',
  facts: [
    { label: 'Registry', value: registry },
    { label: 'Code and admin token', value: file, note: 'only you can read it; keep a copy' },
  ],
});

const SEEN =
  'Of each student who joins by the code you see handle, month of joining, progress, best scores and the status of submissions.';

function factsOf(
  { code, class_id, members, expires_at, frozen_until, token }: ShownClass,
  map: string | null,
): DocumentFact[] {
  return [
    { label: 'Join code', value: code, note: expires_at === null ? 'no end' : `until ${moment(expires_at)}` },
    { label: 'Members', value: counted(members, 'student') },
    ...(frozen_until === null ? [] : [{ label: 'Frozen', value: `until ${moment(frozen_until)}` }]),
    ...(map === null
      ? [{ label: 'Id', value: class_id }]
      : [{ label: 'Page', value: `${map}/class/${class_id}`, note: 'from five students on' }]),
    ...(token === undefined ? [] : [{ label: 'Admin token', value: token }]),
  ];
}
