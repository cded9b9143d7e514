import { defineLayout } from '../../contracts.ts';
import type { RotateScreen } from '../../schema/community/screens.ts';
import { ending, moment } from './_community-parts.ts';

export default defineLayout<RotateScreen>({
  layOut: ({ registry, former_valid_until, warnings }, hint) => ({
    rows: [{ registry, former_valid_until }],
    parts: [
      { kind: 'heading', icon: '🔑', text: 'Your membership has a new token' },
      {
        kind: 'facts',
        icon: '🌍',
        title: registry,
        facts: [{ label: 'The former one works until', value: moment(former_valid_until) }],
      },
      ...ending({ map: null, warnings }, hint),
    ],
  }),
});
