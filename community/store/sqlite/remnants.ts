/**
 * What SQLite leaves behind in the pages of its trees. `secure_delete` overwrites a row that is deleted. But where rows
 * are distributed anew over neighbouring pages, those that moved away stay as they were in the gap between the list of a
 * page's cells and their content, until other rows need the place
 * (https://sqlite.org/fileformat2.html#b_tree_pages; `rebuildPage` of SQLite's btree.c).
 */

/** Bytes of a file: `length` of them from `position` on. */
export interface Range {
  position: number;
  length: number;
}

/** What the header of a database says of its pages. */
export interface PageLayout {
  page_bytes: number;
  /** Whether each page that begins like one of a tree is one of a tree. */
  is_plain: boolean;
}

export const HEADER_BYTES = 100;
/** Index and table, within and at the leaves. */
const TREE_KINDS = [2, 5, 10, 13];
const INNER_HEADER_BYTES = 12;
const LEAF_HEADER_BYTES = 8;
const LARGEST_PAGE_BYTES = 65_536;
/** A page of another kind begins with the number of a page: below this one it begins like none of a tree. */
const MOST_PAGES = 2 ** 25;
const ZEROS = new Uint8Array(LARGEST_PAGE_BYTES);

/** @param header the first `HEADER_BYTES` of a database */
export function pageLayoutOf(header: Buffer): PageLayout {
  // 1 stands for what two bytes don't hold.
  const size = header.readUInt16BE(16);
  const isAutoVacuum = header.readUInt32BE(52) !== 0;
  return {
    page_bytes: size === 1 ? LARGEST_PAGE_BYTES : size,
    is_plain: !isAutoVacuum && header.readUInt32BE(28) < MOST_PAGES,
  };
}

/**
 * The gaps that are not empty. The first page has none: it holds the schema only.
 * @param piece of a file, whole pages
 * @param position where in the file it begins
 */
export function remnantsIn(piece: Buffer, position: number, page_bytes: number): Range[] {
  const ranges: Range[] = [];
  for (let page = position === 0 ? page_bytes : 0; page + page_bytes <= piece.length; page += page_bytes) {
    const kind = piece[page] ?? 0;
    if (!TREE_KINDS.includes(kind)) continue;
    const from = endOfList(piece, page, kind);
    const length = startOfContent(piece, page) - (from - page);
    if (length <= 0 || piece.compare(ZEROS, 0, length, from, from + length) === 0) continue;
    if (isGap(piece, page, page_bytes)) ranges.push({ position: position + from, length });
  }
  return ranges;
}

const cellsOf = (piece: Buffer, page: number): number => piece.readUInt16BE(page + 3);
const headerOf = (kind: number): number => (kind < 10 ? INNER_HEADER_BYTES : LEAF_HEADER_BYTES);
const endOfList = (piece: Buffer, page: number, kind: number): number =>
  page + headerOf(kind) + 2 * cellsOf(piece, page);
const startOfContent = (piece: Buffer, page: number): number =>
  piece.readUInt16BE(page + 5) || LARGEST_PAGE_BYTES;

/** Whether neither a cell nor a free block lies before where the content is said to begin: nothing is overwritten on trust. */
function isGap(piece: Buffer, page: number, page_bytes: number): boolean {
  const start = startOfContent(piece, page);
  const kind = piece[page] ?? 0;
  if (start > page_bytes) return false;
  const free = piece.readUInt16BE(page + 1);
  if (free !== 0 && free < start) return false;
  for (let at = page + headerOf(kind); at < endOfList(piece, page, kind); at += 2) {
    if (piece.readUInt16BE(at) < start) return false;
  }
  return true;
}
