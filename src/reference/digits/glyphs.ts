/** Points of a pen's path in the unit square: x to the right, y downwards. */
export type Path = readonly (readonly [x: number, y: number])[];

export interface Stroke {
  /** Whether the pen draws a curve through the points, or straight lines between them. */
  curved: boolean;
  path: Path;
}

/** One way to write a digit. */
export type Glyph = readonly Stroke[];

const curve = (...path: Path): Stroke => ({ curved: true, path });
const lines = (...path: Path): Stroke => ({ curved: false, path });

const oval = (x: number, y: number, rx: number, ry: number): Stroke => {
  // Corners of a regular octagon, by √½ instead of sines, which differ between engines in their last bit.
  const [dx, dy] = [rx * Math.SQRT1_2, ry * Math.SQRT1_2];
  return curve(
    [x, y - ry],
    [x - dx, y - dy],
    [x - rx, y],
    [x - dx, y + dy],
    [x, y + ry],
    [x + dx, y + dy],
    [x + rx, y],
    [x + dx, y - dy],
    [x, y - ry],
  );
};

const FIVE_BOWL = curve([0.25, 0.44], [0.5, 0.38], [0.77, 0.52], [0.78, 0.76], [0.52, 0.96], [0.2, 0.88]);
const FOUR_STEM = lines([0.66, 0.02], [0.66, 0.98]);

/** The ways to write each of the ten digits. */
export const GLYPHS: readonly (readonly Glyph[])[] = [
  [[oval(0.5, 0.5, 0.33, 0.47)], [oval(0.5, 0.5, 0.24, 0.46)]],
  [
    [lines([0.5, 0.03], [0.5, 0.97])],
    [lines([0.3, 0.25], [0.54, 0.03], [0.54, 0.97])],
    [lines([0.3, 0.22], [0.5, 0.03], [0.5, 0.96]), lines([0.27, 0.96], [0.73, 0.96])],
  ],
  [
    [
      curve([0.19, 0.26], [0.32, 0.07], [0.58, 0.04], [0.77, 0.22], [0.7, 0.46], [0.45, 0.71], [0.18, 0.95]),
      lines([0.18, 0.95], [0.83, 0.95]),
    ],
    [
      curve([0.2, 0.2], [0.48, 0.03], [0.75, 0.2], [0.66, 0.5], [0.36, 0.86], [0.2, 0.88], [0.28, 0.76]),
      curve([0.28, 0.76], [0.55, 0.92], [0.84, 0.88]),
    ],
  ],
  [
    [
      curve([0.2, 0.14], [0.48, 0.03], [0.74, 0.17], [0.69, 0.4], [0.42, 0.48]),
      curve([0.42, 0.48], [0.74, 0.56], [0.78, 0.81], [0.5, 0.97], [0.18, 0.87]),
    ],
    [
      lines([0.22, 0.05], [0.76, 0.05], [0.46, 0.42]),
      curve([0.46, 0.42], [0.75, 0.52], [0.77, 0.81], [0.48, 0.97], [0.18, 0.87]),
    ],
  ],
  [
    [lines([0.6, 0.03], [0.16, 0.66], [0.88, 0.66]), FOUR_STEM],
    [lines([0.24, 0.04], [0.2, 0.55], [0.84, 0.55]), FOUR_STEM],
  ],
  [
    [lines([0.76, 0.05], [0.28, 0.05], [0.25, 0.44]), FIVE_BOWL],
    [curve([0.76, 0.04], [0.4, 0.08], [0.28, 0.2], [0.25, 0.44]), FIVE_BOWL],
  ],
  [
    [
      curve([0.68, 0.05], [0.38, 0.24], [0.22, 0.6], [0.32, 0.91], [0.62, 0.94]),
      curve([0.62, 0.94], [0.78, 0.74], [0.64, 0.52], [0.38, 0.55], [0.24, 0.72]),
    ],
    [curve([0.4, 0.03], [0.27, 0.36], [0.25, 0.7]), oval(0.5, 0.72, 0.26, 0.24)],
  ],
  [
    [lines([0.17, 0.06], [0.82, 0.06], [0.4, 0.97])],
    [lines([0.17, 0.06], [0.82, 0.06], [0.42, 0.97]), lines([0.36, 0.5], [0.76, 0.5])],
    [curve([0.18, 0.14], [0.5, 0.07], [0.8, 0.06], [0.58, 0.42], [0.47, 0.97])],
  ],
  [
    [oval(0.5, 0.26, 0.24, 0.22), oval(0.5, 0.73, 0.29, 0.24)],
    [
      curve([0.74, 0.12], [0.46, 0.03], [0.27, 0.22], [0.5, 0.47], [0.76, 0.72], [0.5, 0.96]),
      curve([0.5, 0.96], [0.24, 0.74], [0.46, 0.5], [0.72, 0.26], [0.74, 0.12]),
    ],
  ],
  [
    [oval(0.48, 0.29, 0.26, 0.25), lines([0.74, 0.27], [0.66, 0.97])],
    [oval(0.48, 0.29, 0.26, 0.25), curve([0.74, 0.27], [0.74, 0.66], [0.58, 0.94], [0.26, 0.92])],
  ],
];
