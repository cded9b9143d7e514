/** How much room a picture has, and with which characters it may be drawn. */
export interface Space {
  columns: number;
  unicode: boolean;
}

/** One line of a picture, left to right; the reporter puts it together and colours it. */
export interface DrawnLine {
  label: string;
  picture: string;
  text?: string;
  tone?: 'good' | 'bad' | 'warning';
  /** A scale, which is not to draw attention. */
  isQuiet?: boolean;
}

export interface Drawn {
  /** Width of the column of labels. */
  width: number;
  lines: DrawnLine[];
}

/** Pictures are drawn for at least this many columns, however narrow the terminal is. */
export const FEWEST_COLUMNS = 40;

/** Labels cut to at most a third of the width, the end kept: paths differ there. */
export function fitted(
  labels: readonly string[],
  columns: number,
  unicode: boolean,
): { labels: string[]; width: number } {
  const most = Math.floor(columns / 3);
  const sign = unicode ? '…' : '...';
  const cut = labels.map((label) =>
    label.length <= most ? label : `${sign}${label.slice(label.length - most + sign.length)}`,
  );
  return { labels: cut, width: Math.max(0, ...cut.map((label) => label.length)) };
}

/** A line as plain text. */
export const plainLine = ({ label, picture, text }: DrawnLine, width: number): string =>
  `${label.padEnd(width)}  ${picture}${text === undefined ? '' : `  ${text}`}`.trimEnd();
