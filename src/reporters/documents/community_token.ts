import { defineLayout } from '../../contracts.ts';
import type { RotateScreen } from '../../schema/community/screens.ts';

export default defineLayout<RotateScreen>({
  layOut: ({ registry, former_valid_until, warnings }, hint) => ({
    rows: [{ registry, former_valid_until }],
    parts: [
      { kind: 'heading', icon: '🔑', text: 'Your membership has a new token' },
      {
        kind: 'facts',
        icon: '🌍',
        title: registry,
        facts: [{ label: 'The former one works until', value: former_valid_until }],
      },
      ...warnings.map((text) => ({ kind: 'message' as const, icon: '⚠', tone: 'warning' as const, text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});
