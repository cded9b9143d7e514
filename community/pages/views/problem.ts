import { html, writtenPlainly } from '../html.ts';
import { page } from '../layout.ts';

const GONE = {
  message: 'Nothing is at this address, or what was here has gone.',
  hint: 'A cohort and an institution have a page from five builders on.',
};

/** Why there is no page. */
export const problemPage = (status: number, message: string, hint: string, root: string): string =>
  page({
    title: status === 404 ? 'Not here' : 'Not now',
    description: 'There is no such page.',
    root,
    place: null,
    now: null,
    main: html`<p class="kicker">${status}</p>
<h1>${status === 404 ? 'There is nothing here' : 'That did not work'}</h1>
<p class="lead">${status === 404 ? GONE.message : writtenPlainly(message, 400)}</p>
<p>${status === 404 ? GONE.hint : writtenPlainly(hint, 400)}</p>
<p><a href="${root}">Back to the map</a></p>`,
  });
