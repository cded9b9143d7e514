import { defineLayout } from '../../contracts.ts';
import type { LeaveScreen } from '../../schema/community/screens.ts';
import { counted, ending, whole } from './_community-parts.ts';

export default defineLayout<LeaveScreen>({
  layOut: ({ registry, removed, files, builder_number, warnings }, hint) => ({
    rows: [{ registry, ...removed, files: files.length }],
    parts: [
      {
        kind: 'heading',
        icon: '👋',
        text: 'You have left the community',
      },
      {
        kind: 'facts',
        icon: '🗑',
        title: 'Deleted',
        facts: [
          removed.members === 0
            ? { label: 'There', value: 'nothing: the registry did not know you', note: registry }
            : {
                label: 'There',
                value: `${you(builder_number)} and ${counted(removed.submissions, 'submission')}; every count follows`,
                note: registry,
              },
          ...files.map((file) => ({ label: 'Here', value: file })),
        ],
      },
      ...ending({ map: null, warnings }, hint),
    ],
  }),
});

const you = (builder_number: number | null) =>
  builder_number === null ? 'you' : `you (builder #${whole(builder_number)})`;
