import { defineLayout } from '../../contracts.ts';
import type { JoinPlan } from '../../schema/community/screens.ts';
import { ending, message } from './_community-parts.ts';

export default defineLayout<JoinPlan>({
  layOut: ({ registry, document, origins, class_notice, warnings }, hint) => ({
    rows: [flat(document)],
    parts: [
      { kind: 'heading', icon: '🗺', text: 'What joining would give; nothing was sent' },
      {
        kind: 'facts',
        icon: '🌍',
        title: 'To',
        facts: [
          { label: 'Registry', value: registry },
          ...Object.entries(origins).map(([label, value]) => ({ label, value })),
        ],
      },
      {
        kind: 'verbatim',
        icon: '📄',
        title: 'This, and nothing else',
        text: JSON.stringify(document, null, 2),
      },
      ...(class_notice === null ? [] : [message('🎓', 'warning', class_notice)]),
      ...ending({ map: null, warnings }, hint),
    ],
  }),
});

const flat = ({ anonymous_id, location, institution, context, progress }: JoinPlan['document']) => ({
  anonymous_id,
  country: location?.country_code ?? null,
  institution: institution?.name ?? null,
  ...context,
  ...progress,
});
