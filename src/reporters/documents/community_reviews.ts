import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { ReviewsScreen } from '../../schema/community/screens.ts';
import { ending, message, moment } from './_community-parts.ts';

type Run = ReviewsScreen['runs'][number];

/** Submitted runs as a moderator looks through them. */
export default defineLayout<ReviewsScreen>({
  layOut: (screen, hint) => ({
    rows: screen.runs.map(({ score_interval, ...run }) => ({
      ...run,
      score_low: score_interval?.[0] ?? null,
      score_high: score_interval?.[1] ?? null,
    })),
    parts: [
      { kind: 'heading', icon: '🔎', text: titleOf(screen) },
      ...(screen.runs.length === 0
        ? [message('📭', 'hint', 'There are none.')]
        : screen.runs.map(
            (run): DocumentPart => ({
              kind: 'facts',
              icon: run.status === 'flagged' ? '🚩' : '📄',
              title: run.submission_id,
              facts: factsOf(run),
            }),
          )),
      ...ending({ ...screen, map: null }, hint),
    ],
  }),
});

function titleOf({ status, handle }: ReviewsScreen): string {
  const which = status === 'flagged' ? 'Flagged runs' : 'Runs';
  return handle === null ? `${which}, the latest first` : `${which} of ${handle}`;
}

function factsOf({
  handle,
  kind,
  score,
  score_interval,
  bracket,
  subject,
  received_at,
  status,
  reason,
}: Run) {
  const range = score_interval === null ? '' : ` [${score_interval.join(', ')}]`;
  return [
    { label: 'Of', value: handle, note: moment(received_at) },
    {
      label: kind === 'baseline' ? 'Baseline' : 'Capstone',
      value: score === null ? 'no score' : `${score}/100${range}`,
      note: `${subject}, ${bracket}`,
    },
    { label: 'Status', value: reason === null ? status : `${status}: ${reason}` },
  ];
}
