import { defineLayout } from '../../contracts.ts';
import type { JoinPlan } from '../../schema/community/screens.ts';

export default defineLayout<JoinPlan>({
  layOut: ({ registry, document, origins, warnings }, hint) => ({
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
      { kind: 'message', icon: '📄', tone: 'hint', text: JSON.stringify(document, null, 2) },
      ...warnings.map((text) => ({ kind: 'message' as const, icon: '⚠', tone: 'warning' as const, text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
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
