import type { Stroke } from './glyphs.ts';

/** Straight pieces between two points of a curve. */
const PIECES = 3;

/** The cubic through p1 (t = 0) and p2 (t = 1) with the slopes of the chords p0-p2 and p1-p3. */
const catmullRom = (p0: number, p1: number, p2: number, p3: number, t: number): number =>
  0.5 * (2 * p1 + t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0))));

/**
 * Corners of a stroke as x, y, x, y … A curved one follows the uniform Catmull-Rom spline through its points (Catmull &
 * Rom, "A class of local interpolating splines", Computer Aided Geometric Design, 1974), both ends doubled.
 */
export function cornersOf({ curved, path }: Stroke): Float64Array {
  if (!curved) return Float64Array.from(path.flat());
  const last = path.length - 1;
  const point = (index: number) => path[Math.min(last, Math.max(0, index))] ?? ([0, 0] as const);
  const corners = new Float64Array(2 * (last * PIECES + 1));
  for (let corner = 0; corner <= last * PIECES; corner++) {
    const from = Math.min(last - 1, Math.floor(corner / PIECES));
    const t = corner / PIECES - from;
    const [a, b, c, d] = [point(from - 1), point(from), point(from + 1), point(from + 2)];
    corners[2 * corner] = catmullRom(a[0], b[0], c[0], d[0], t);
    corners[2 * corner + 1] = catmullRom(a[1], b[1], c[1], d[1], t);
  }
  return corners;
}

/** The lesser of `nearest` and the squared distances from (x, y) to the pieces between the corners. */
export function squaredDistance(corners: Float64Array, x: number, y: number, nearest: number): number {
  let least = nearest;
  let fromX = corners[0] as number;
  let fromY = corners[1] as number;
  for (let i = 2; i < corners.length; i += 2) {
    const toX = corners[i] as number;
    const toY = corners[i + 1] as number;
    const [dx, dy] = [toX - fromX, toY - fromY];
    const length = dx * dx + dy * dy;
    const along = length > 0 ? ((x - fromX) * dx + (y - fromY) * dy) / length : 0;
    const t = along < 0 ? 0 : Math.min(1, along);
    const [offX, offY] = [x - fromX - t * dx, y - fromY - t * dy];
    const squared = offX * offX + offY * offY;
    if (squared < least) least = squared;
    fromX = toX;
    fromY = toY;
  }
  return least;
}
