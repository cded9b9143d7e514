import { defineLayout } from '../../contracts.ts';
import type { ModerationLogScreen } from '../../schema/community/screens.ts';
import { ending, message, moment } from './_community-parts.ts';

/** What moderators did, the latest first. */
export default defineLayout<ModerationLogScreen>({
  layOut: (screen, hint) => ({
    rows: screen.entries.map(({ at, action, submission_id, handle, kind, received_at, reason }) => ({
      ...{ at, action, submission_id, handle, kind, received_at, reason },
    })),
    parts: [
      { kind: 'heading', icon: '📜', text: 'What was done to runs, the latest first' },
      screen.entries.length === 0
        ? message('📭', 'hint', 'Nothing so far.')
        : {
            kind: 'facts',
            icon: '🚩',
            title: 'Done',
            facts: screen.entries.map(({ at, action, submission_id, handle, reason }) => ({
              label: moment(at),
              value: `${action} ${submission_id} of ${handle}`,
              ...(reason === null ? {} : { note: reason }),
            })),
          },
      ...ending({ ...screen, map: null }, hint),
    ],
  }),
});
