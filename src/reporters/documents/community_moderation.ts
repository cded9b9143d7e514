import { defineLayout } from '../../contracts.ts';
import type { ModerationScreen } from '../../schema/community/screens.ts';
import { ending, moment } from './_community-parts.ts';

const HEADINGS: Record<ModerationScreen['action'], [done: string, before: string]> = {
  flag: ['The run is flagged.', 'The run was flagged for this before.'],
  unflag: ['The run is flagged no more.', 'The run is not flagged; nothing was changed.'],
  vouch: ['The run counts as reproduced.', 'The run counted as reproduced before.'],
  remove: ['The run is removed.', 'The run was removed before.'],
};

/** What a moderator did to one run. */
export default defineLayout<ModerationScreen>({
  layOut: (screen, hint) => {
    const { submission_id, handle, kind, action, reason, changed, status, received_at, at } = screen;
    return {
      rows: [{ submission_id, handle, kind, action, reason, changed, status, received_at, at }],
      parts: [
        { kind: 'heading', icon: '🚩', text: HEADINGS[action][changed ? 0 : 1] },
        {
          kind: 'facts',
          icon: '📄',
          title: `Run ${submission_id}`,
          facts: [
            { label: 'Of', value: handle, note: `a ${kind}, submitted ${moment(received_at)}` },
            { label: 'Status', value: status ?? 'removed' },
            ...(reason === null ? [] : [{ label: 'Reason', value: reason }]),
          ],
        },
        ...ending({ ...screen, map: null }, hint),
      ],
    };
  },
});
