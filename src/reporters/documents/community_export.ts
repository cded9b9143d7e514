import { defineLayout } from '../../contracts.ts';
import type { ExportScreen } from '../../schema/community/screens.ts';
import { counted, ending, message, moderationText, moment, removalText, whole } from './_community-parts.ts';

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
          { label: 'Joined', value: moment(screen.joined_at) },
          { label: 'Changed', value: moment(screen.updated_at) },
          ...screen.milestones.map(({ milestone, passed_on }) => ({
            label: `Milestone ${milestone}`,
            value: passed_on,
          })),
          ...(screen.class ? [{ label: 'Class', value: screen.class.name }] : []),
        ],
      },
      ...(screen.class_removal ? [message('🎓', 'warning', removalText(screen.class_removal))] : []),
      ...(screen.moderation ?? []).map((each) => message('🚩', 'warning', moderationText(each))),
      { kind: 'verbatim', icon: '📄', title: 'Your entry', text: JSON.stringify(screen.member, null, 2) },
      {
        kind: 'facts',
        icon: '📊',
        title: counted(screen.submissions.length, 'submitted run'),
        facts:
          screen.submissions.length === 0
            ? [{ label: 'Runs', value: 'none so far' }]
            : screen.submissions.map(({ submission_id, received_at }) => ({
                label: moment(received_at),
                value: submission_id,
              })),
      },
      ...ending({ ...screen, map: null }, hint),
    ],
  }),
});
