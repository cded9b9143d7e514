import { ASSETS } from './assets.ts';
import { type Html, html, type Piece } from './html.ts';
import { count } from './numbers.ts';

export interface PageParts {
  /** Without the name of the site. */
  title: string;
  description: string;
  /** From where the page is to where the pages begin, such as `./` or `../`: they may lie below a path of a proxy. */
  root: string;
  /** Which entry of the navigation the page belongs to. */
  place: 'map' | 'cohort' | 'leaderboard' | null;
  /** Members of the registry and its current cohort; null where they are not known, as on a page about a problem. */
  now: { total: number; cohort: string } | null;
  main: Piece;
}

const NAME = 'The tito community';

/** A whole page around its main part. */
export function page({ title, description, root, place, now, main }: PageParts): string {
  const entry = (id: PageParts['place'], href: string, text: string): Html =>
    html`<li><a href="${root}${href}"${place === id && html` aria-current="page"`}>${text}</a></li>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${description}">
<title>${title} · ${NAME}</title>
<link rel="stylesheet" href="${root}${ASSETS.style.path}">
<link rel="icon" type="image/svg+xml" href="${root}${ASSETS.icon.path}">
<script src="${root}${ASSETS.live.path}" data-events="${root}events" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="masthead">
<p class="name"><a href="${root}">${FLAME}<span>tito <em>community</em></span></a></p>
<nav aria-label="Pages"><ul>
${entry('map', '', 'Map')}
${now && entry('cohort', `cohort/${encodeURIComponent(now.cohort)}`, 'Cohort')}
${entry('leaderboard', 'leaderboard', 'Leaderboard')}
</ul></nav>
</header>
<main id="main" tabindex="-1">
${main}
</main>
<footer>
${now && html`<p><strong data-live="total">${count(now.total)}</strong> builders so far. <span class="live" role="status" data-live-note></span></p>`}
<p>Groups of fewer than five people are shown to nobody. Download the numbers: <a href="${root}data/stats.json">stats.json</a>, <a href="${root}data/leaderboard.csv">leaderboard.csv</a>; or ask the <a href="${root}openapi.json">interface</a>.</p>
</footer>
</body>
</html>
`.text;
}

const FLAME = html`<svg class="flame" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="M12 2c1 4 6 6 6 12a6 6 0 0 1-12 0c0-3 2-4 2-7 2 1 3 2 3 4 1-2 2-5 1-9z"/></svg>`;
