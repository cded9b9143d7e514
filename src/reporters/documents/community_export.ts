import { defineLayout } from '../../contracts.ts';
import type { ExportScreen } from '../../schema/community/screens.ts';
import { whole } from './_community-parts.ts';

/** Everything stands in the JSON; for people it is what there is of it. */
export default defineLayout<ExportScreen>({
  layOut: (screen, hint) => ({
    rows: screen.submissions.map(({ submission_id, received_at }) => ({ submission_id, received_at })),
    parts: [
      { kind: 'heading', icon: '📦', text: 'Everything that the registry has about you' },
      {
        kind: 'facts',
        icon: '🪪',
        title: `Builder #${whole(screen.builder_number)}`,
        facts: [
          { label: 'Known as', value: screen.handle },
          { label: 'Joined', value: screen.joined_at },
          { label: 'Changed', value: screen.updated_at },
          ...screen.milestones.map(({ milestone, passed_on }) => ({
            label: `Milestone ${milestone}`,
            value: passed_on,
          })),
        ],
      },
      { kind: 'message', icon: '📄', tone: 'hint', text: JSON.stringify(screen.member, null, 2) },
      {
        kind: 'facts',
        icon: '📊',
        title: `Submissions (${screen.submissions.length})`,
        facts: screen.submissions.map(({ submission_id, received_at }) => ({
          label: submission_id,
          value: received_at,
        })),
      },
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});
