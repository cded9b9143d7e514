import type { SubmissionStatus } from '../../../src/schema/community/submission.ts';
import type { Now } from '../facts/page-facts.ts';
import type { RunFacts } from '../facts/run-facts.ts';
import { type Html, html, written, writtenPlainly } from '../html.ts';
import { page } from '../layout.ts';
import { count } from '../numbers.ts';
import { STATUS_WORDS, SUBJECT_LETTERS } from '../parts/board-table.ts';
import { numbersList } from '../parts/numbers-list.ts';
import { scoreBar } from '../parts/score-bar.ts';
import { accuracyPlot } from '../plots/accuracy-plot.ts';
import { callTimesPlot } from '../plots/call-times-plot.ts';
import { ratiosPlot } from '../plots/ratios-plot.ts';
import { TRACK_WORDS } from './leaderboard.ts';

const KINDS = { baseline: 'Baseline', capstone: 'Capstone' } as const;

const STATUS_MEANING: Readonly<Record<SubmissionStatus, string>> = {
  unverified: 'Every figure follows from its raw samples.',
  reproduced: 'A second run of the same code, measured with other random numbers, agrees.',
  flagged: 'It is in doubt and holds no rank.',
};

/** A submitted run with what was measured in it. */
export function runPage({ now, run }: { now: Now; run: RunFacts }): string {
  const kind = KINDS[run.kind];
  return page({
    title: `${kind} of ${writtenPlainly(run.handle)}`,
    description: `A ${run.kind} with its measurements, as the registry computed them from raw samples.`,
    root: '../',
    place: null,
    now,
    main: html`<p class="kicker">${kind}</p>
<h1>${written(run.handle)}</h1>
<p class="lead"><span class="status ${run.status}">${STATUS_WORDS[run.status]}</span> ${STATUS_MEANING[run.status]} Measured on a ${run.bracket} machine, code in ${written(run.subject, SUBJECT_LETTERS)}, submitted on ${run.submitted}.</p>
${numbersList([
  { label: 'Score', value: scoreWords(run.score, run.score_interval) },
  ...run.places.slice(0, 5).map(({ track, rank, of }) => ({
    label: `${TRACK_WORDS[track]} rank`,
    value: html`${count(rank)} <span class="aside">of ${count(of)}</span>`,
  })),
])}
${run.tracks && tracks(run.tracks)}
${run.plots ? plots(run) : html`<p class="empty">The measurements of this run can not be drawn.</p>`}`,
  });
}

const scoreWords = (score: number | null, interval: RunFacts['score_interval']): Html =>
  score === null
    ? html`<span class="aside">none</span>`
    : html`${score} ${interval && html`<span class="aside">[${interval[0]}, ${interval[1]}]</span>`}`;

const tracks = (scores: NonNullable<RunFacts['tracks']>): Html => html`<table class="tracks">
<caption>Scores by track, 0 to 100</caption>
<thead><tr><th scope="col">Track</th><td></td><th scope="col" class="number">Score</th></tr></thead>
<tbody>
${(['speed', 'compression', 'accuracy', 'efficiency'] as const).map((track) => {
  const score = scores[track];
  return html`<tr><th scope="row">${TRACK_WORDS[track]}</th><td class="scores">${score !== null && scoreBar(score, null)}</td><td class="number">${score ?? '–'}</td></tr>
`;
})}
</tbody>
</table>`;

const CAPTIONS = {
  baseline: {
    calls: 'How long single calls took, by operation.',
    ratios:
      'Time of each operation beside that of the yardstick, which took turns with it: left of 1× is faster. Bars are 95 % intervals.',
  },
  capstone: {
    calls: 'How long the model took for one image, before and after it was optimised.',
    ratios:
      'How many times better the optimised model is than its own baseline: right of 1× is better. Bars are 95 % intervals.',
  },
} as const;

function plots({ kind, plots: drawn }: RunFacts): Html | false {
  if (!drawn) return false;
  const { calls, ratios, models } = drawn;
  if (!calls && ratios.length === 0 && models.length === 0) return false;
  return html`<section aria-labelledby="measured">
<h2 id="measured">What was measured</h2>
<div class="plots">
${ratios.length > 0 && ratiosPlot(ratios, CAPTIONS[kind].ratios)}
${calls && callTimesPlot(calls, CAPTIONS[kind].calls)}
${models.length > 0 && accuracyPlot(models, 'What each model gets right of the test images, against its size. Up and to the left is better; bars are 95 % intervals.')}
</div>
</section>`;
}
