import { defineLayout } from '../../contracts.ts';
import type { ClassRemovalScreen } from '../../schema/community/screens.ts';
import { counted, ending } from './_community-parts.ts';

export default defineLayout<ClassRemovalScreen>({
  layOut: ({ class: { name, members }, handle, reason, warnings }, hint) => ({
    rows: [{ class: name, handle, reason, members }],
    parts: [
      { kind: 'heading', icon: '🎓', text: `${handle} is not in ${name} any more` },
      {
        kind: 'facts',
        icon: '👥',
        title: name,
        facts: [
          { label: 'Reason', value: reason, note: 'the member is told' },
          { label: 'Members', value: counted(members, 'student') },
        ],
      },
      ...ending({ map: null, warnings }, hint),
    ],
  }),
});
