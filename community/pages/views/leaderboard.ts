import { TRACKS, type Track } from '../../../src/schema/community/groups.ts';
import type { BoardFacts } from '../facts/page-facts.ts';
import { type Html, html, pathPart } from '../html.ts';
import { page } from '../layout.ts';
import { boardTable } from '../parts/board-table.ts';

export const TRACK_WORDS: Readonly<Record<Track, string>> = {
  overall: 'Overall',
  speed: 'Speed',
  compression: 'Compression',
  accuracy: 'Accuracy',
  efficiency: 'Efficiency',
  baseline: 'Baseline',
};

const MEANING: Readonly<Record<Track, string>> = {
  overall: 'The weighted mean of the four tracks of a capstone.',
  speed: 'How many times faster the optimised model answers than its own baseline.',
  compression: 'How many times smaller the optimised model is than its own baseline.',
  accuracy: 'What the optimised model gets right, beside its own baseline.',
  efficiency: 'Memory and energy of the optimised model, beside its own baseline.',
  baseline: 'How fast the basic operations of their own framework are, beside a fixed yardstick.',
};

const ROOT = './';

/** The best scores of everybody or of a cohort, on one track, page by page. */
export function leaderboardPage(facts: BoardFacts): string {
  const { now, board, cohort, is_continued } = facts;
  const title = `Leaderboard: ${TRACK_WORDS[board.track]}`;
  return page({
    title,
    description: `${MEANING[board.track]} Scores were computed again from raw measurements, with their intervals.`,
    root: ROOT,
    place: 'leaderboard',
    now,
    main: html`<h1>Leaderboard</h1>
<p class="lead">${MEANING[board.track]} Every score was computed again here, from raw measurements.</p>
${tracks(facts)}
${chooser(facts)}
${
  board.entries.length > 0
    ? boardTable(`${TRACK_WORDS[board.track]}, ${cohort ?? 'everybody'}`, board.entries, ROOT)
    : html`<p class="empty">${board.members === null ? 'A board is shown from five builders on.' : 'Nobody has submitted a run here yet.'}</p>`
}
${pages(board.next, is_continued, hrefOf(board.track, cohort))}
${notes()}`,
  });
}

const hrefOf = (track: Track, cohort: string | null): string =>
  `leaderboard?track=${track}${cohort === null ? '' : `&cohort=${pathPart(cohort)}`}`;

const tracks = ({ board, cohort }: BoardFacts): Html => html`<nav class="tabs" aria-label="Tracks"><ul>
${TRACKS.map(
  (track) =>
    html`<li><a href="${ROOT}${hrefOf(track, cohort)}"${track === board.track && html` aria-current="page"`}>${TRACK_WORDS[track]}</a></li>
`,
)}
</ul></nav>`;

const chooser = ({
  board,
  cohort,
  cohorts,
}: BoardFacts): Html => html`<form action="${ROOT}leaderboard" method="get" class="chooser">
<input type="hidden" name="track" value="${board.track}">
<label for="cohort">Among</label>
<select id="cohort" name="cohort">
<option value="">everybody</option>
${[...new Set([...(cohort === null ? [] : [cohort]), ...cohorts])].map(
  (label) => html`<option${label === cohort && html` selected`}>${label}</option>`,
)}
</select>
<button>Show</button>
</form>`;

function pages(next: string | null, is_continued: boolean, href: string): Html | false {
  if (next === null && !is_continued) return false;
  return html`<nav class="pages" aria-label="Pages of the board">
${is_continued && html`<a href="${ROOT}${href}" rel="first">From the top</a>`}
${next !== null && html`<a href="${ROOT}${href}&after=${pathPart(next)}" rel="next">Further down</a>`}
</nav>`;
}

const notes = (): Html => html`<section aria-labelledby="reading">
<h2 id="reading">How to read it</h2>
<dl class="notes">
<div><dt>Interval</dt><dd>Where the score lies with 95 % confidence. Two builders whose intervals overlap may well be equally good.</dd></div>
<div><dt>Machine</dt><dd><em>heavy</em> has at least 8 cores and 32 GB, <em>medium</em> 4 and 16, <em>light</em> less. Scores are ratios to something measured on the same machine, so that they can stand beside each other.</dd></div>
<div><dt>Status</dt><dd><em>checked</em>: every figure follows from its raw samples. <em>reproduced</em>: a second run of the same code, measured with other random numbers, agrees.</dd></div>
<div><dt>Rank</dt><dd>Equal scores share a rank; who had it first stands first.</dd></div>
</dl>
</section>`;
