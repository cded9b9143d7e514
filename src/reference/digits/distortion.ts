import type { Random } from '../../analysis/random.ts';

/** Moves corners (x, y, x, y …) of the unit square to where one writer puts them in an image. */
export type Distortion = (corners: Float64Array) => Float64Array;

/** How far writers differ. Lengths are shares of the image's side, and every amount is the greatest in either direction. */
export interface Variation {
  shift: number;
  /** Tangent of half the angle. */
  half_turn: number;
  slant: number;
  /** Side of the glyph's box. */
  scale: readonly [number, number];
  /** Extra width or height. */
  stretch: number;
  /** Of each coefficient of the bending. */
  bend: number;
}

const within = (random: Random, limit: number): number => (2 * random.next() - 1) * limit;

/**
 * A distortion drawn at random: bending by a quadratic polynomial of the position, then stretch, slant, turn, scale and
 * shift. Only +, -, ×, / and square roots are used, which IEEE 754 defines to the last bit, so that a seed gives the same
 * digits on every machine: the turn is the rational parametrisation of the circle.
 */
export function drawDistortion(random: Random, variation: Variation): Distortion {
  const amount = (limit: number) => within(random, limit);
  const half = amount(variation.half_turn);
  const cosine = (1 - half * half) / (1 + half * half);
  const sine = (2 * half) / (1 + half * half);
  const slant = amount(variation.slant);
  const scale = variation.scale[0] + random.next() * (variation.scale[1] - variation.scale[0]);
  const width = scale * (1 + amount(variation.stretch));
  const height = scale * (1 + amount(variation.stretch));
  const [shiftX, shiftY] = [amount(variation.shift), amount(variation.shift)];
  const bends = Array.from({ length: 6 }, () => amount(variation.bend));
  const [bx0 = 0, bx1 = 0, bx2 = 0, by0 = 0, by1 = 0, by2 = 0] = bends;

  return (corners) => {
    const moved = new Float64Array(corners.length);
    for (let i = 0; i < corners.length; i += 2) {
      // From -1 to 1 in the box, so that the bending leaves the centre where it is.
      const u = 2 * (corners[i] as number) - 1;
      const v = 2 * (corners[i + 1] as number) - 1;
      const bentX = u + bx0 * u * u + bx1 * u * v + bx2 * v * v;
      const bentY = v + by0 * u * u + by1 * u * v + by2 * v * v;
      const x = (width / 2) * (bentX - slant * bentY);
      const y = (height / 2) * bentY;
      moved[i] = 0.5 + shiftX + cosine * x - sine * y;
      moved[i + 1] = 0.5 + shiftY + sine * x + cosine * y;
    }
    return moved;
  };
}
