import type { LeaderboardEntry, SubmissionStatus } from '../../../src/schema/community/submission.ts';
import { type Html, html, pathPart, written } from '../html.ts';
import { count } from '../numbers.ts';
import { scoreBar } from './score-bar.ts';

export const STATUS_WORDS: Readonly<Record<SubmissionStatus, string>> = {
  unverified: 'checked',
  reproduced: 'reproduced',
  flagged: 'flagged',
};

/** Most letters of the kind of code; it comes from the run. */
export const SUBJECT_LETTERS = 24;

/** Entries of a board. On a narrow page what is beside the score moves below the name. */
export function boardTable(caption: string, entries: readonly LeaderboardEntry[], root: string): Html {
  return html`<table class="board">
<caption>${caption}</caption>
<thead><tr><th scope="col" class="number">Rank</th><th scope="col">Builder</th><th scope="col">Score<span class="aside"> with 95 % interval</span></th><th scope="col" class="extra">Machine</th><th scope="col" class="extra">Code</th><th scope="col" class="extra">Submitted</th><th scope="col" class="extra">Status</th></tr></thead>
<tbody>
${entries.map((entry) => row(entry, root))}
</tbody>
</table>`;
}

function row(entry: LeaderboardEntry, root: string): Html {
  const { rank, handle, score, score_interval, status, bracket, subject, submitted, submission_id } = entry;
  const code = written(subject, SUBJECT_LETTERS);
  const word = html`<span class="status ${status}">${STATUS_WORDS[status]}</span>`;
  return html`<tr><td class="number rank">${count(rank)}</td>
<th scope="row"><a href="${root}run/${pathPart(submission_id)}">${written(handle)}</a><span class="beside">${bracket} · ${code} · <span class="day">${submitted}</span> · ${word}</span></th>
<td class="scores"><div><span class="figures"><strong>${score}</strong> ${score_interval && html`<span class="aside">[${score_interval[0]}, ${score_interval[1]}]</span>`}</span>${scoreBar(score, score_interval)}</div></td>
<td class="extra">${bracket}</td><td class="extra">${code}</td><td class="extra">${submitted}</td><td class="extra">${word}</td></tr>
`;
}
