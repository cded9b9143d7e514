import { cleanName, NAME_LIMIT } from '../../src/schema/community/member.ts';

/** Markup that is safe to send: whatever was put into it is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = Html | string | number | null | undefined | false | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What nobody sees, and what turns the direction of all that follows. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const escaped = (text: string): string =>
  text.replaceAll(UNSEEN, ' ').replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');

/** Markup as it is for `Html`, nothing for null and false, text otherwise; also inside of quoted attributes. */
function markup(piece: Piece): string {
  if (piece instanceof Html) return piece.text;
  if (piece === null || piece === undefined || piece === false) return '';
  return typeof piece === 'object' ? piece.map(markup).join('') : escaped(String(piece));
}

export const html = (parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html =>
  new Html(parts.map((part, i) => part + markup(pieces[i] ?? null)).join(''));

/** Marks above one letter that any script needs; with more, one line is written over another. */
const STACKED = /(\p{M}{4})\p{M}+/gu;

const shortened = (text: string, most: number): string => {
  const letters = [...cleanName(text.slice(0, 8 * most)).replaceAll(STACKED, '$1')];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
};

/** What a member wrote: one line of bounded length, which can't turn the direction of what is around it. */
export const written = (text: string, most = NAME_LIMIT): Html => html`<bdi>${shortened(text, most)}</bdi>`;

/** The same where there can be no markup, as in a title. */
export const writtenPlainly = (text: string, most = NAME_LIMIT): string => shortened(text, most);

/** One part of a path, whatever is in it. */
export const pathPart = (text: string): string => encodeURIComponent(text.toWellFormed());
