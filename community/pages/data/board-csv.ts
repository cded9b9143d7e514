import { cleanName } from '../../../src/schema/community/member.ts';
import type { LeaderboardEntry } from '../../../src/schema/community/submission.ts';

type Cell = string | number | null;

const MOST_LETTERS = 120;

/**
 * A field of RFC 4180. What a spreadsheet would take for a formula (OWASP, "CSV Injection": a leading =, +, -, @ or one
 * of their wide forms) begins with an apostrophe; what can't be seen is taken out before.
 */
function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = [...cleanName(cell.slice(0, 8 * MOST_LETTERS))].slice(0, MOST_LETTERS).join('');
  const harmless = /^[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",;\t]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const line = (cells: readonly Cell[]): string => `${cells.map(field).join(',')}\r\n`;

const COLUMNS = 'rank,handle,score,score_low,score_high,status,bracket,subject,submitted,submission_id'.split(
  ',',
);

/** A board as comma-separated values: what everybody may see of it. */
export const boardAsCsv = (entries: readonly LeaderboardEntry[]): string =>
  [
    line(COLUMNS),
    ...entries.map((entry) =>
      line([
        entry.rank,
        entry.handle,
        entry.score,
        entry.score_interval?.[0] ?? null,
        entry.score_interval?.[1] ?? null,
        entry.status,
        entry.bracket,
        entry.subject,
        entry.submitted,
        entry.submission_id,
      ]),
    ),
  ].join('');
