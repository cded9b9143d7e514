import { defineLayout } from '../../contracts.ts';
import type { LeaveScreen } from '../../schema/community/screens.ts';

export default defineLayout<LeaveScreen>({
  layOut: ({ registry, removed, files, warnings }, hint) => ({
    rows: [{ registry, ...removed, files: files.length }],
    parts: [
      { kind: 'heading', icon: '👋', text: 'You have left the community' },
      {
        kind: 'facts',
        icon: '🗑',
        title: 'Deleted',
        facts: [
          {
            label: `At ${registry}`,
            value: `${removed.members} member, ${removed.submissions} submissions`,
            note: 'every count follows',
          },
          ...files.map((file) => ({ label: 'Here', value: file })),
        ],
      },
      ...warnings.map((text) => ({ kind: 'message' as const, icon: '⚠', tone: 'warning' as const, text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});
