import type { Digits } from '../../contracts.ts';
import { InvalidData } from './invalid-data.ts';
import type { NumberArray } from './npy.ts';
import type { LabelledPart } from './npz.ts';

const CLASSES = 10;
/** With fewer, the test part has about one image per class. */
const FEWEST_IMAGES = 100;
/** No digit can be told from another on fewer pixels per side. */
const SMALLEST_SIZE = 4;

const SHAPES =
  'Images are arrays of the shape (count, size, size), (count, size·size) or (count, 1, size, size).';

/**
 * Checks arrays of images and labels, joins them and brings the pixels to 0..1.
 * @throws InvalidData
 */
export function toDigits(parts: readonly LabelledPart[]): Digits {
  const sizes = parts.map((part) => sizeOf(part.images.shape, part.names.images));
  const [size = 0] = sizes;
  const other = sizes.find((each) => each !== size);
  if (other !== undefined) {
    throw new InvalidData(`its parts have images of ${size} × ${size} and of ${other} × ${other} pixels.`);
  }
  const labels = Uint8Array.from(parts.flatMap(labelsOf));
  const count = labels.length;
  if (count < FEWEST_IMAGES) {
    throw new InvalidData(`it has ${count} images; at least ${FEWEST_IMAGES} are needed.`);
  }
  const absent = Array.from({ length: CLASSES }, (_, digit) => digit).filter(
    (digit) => !labels.includes(digit),
  );
  if (absent.length > 0) {
    throw new InvalidData(`it has no image of ${absent.join(', ')}; all ten digits are needed.`);
  }
  return { images: scaled(parts), labels, count, size };
}

/** Pixels per side. */
function sizeOf(shape: readonly number[], name: string): number {
  const [, ...rest] = shape;
  // One channel, before or behind the pixels, says nothing.
  const sides = rest.length === 3 ? rest.filter((each, axis) => each !== 1 || axis === 1) : rest;
  const [first = 0, second] = sides;
  const size = second === undefined ? Math.sqrt(first) : first;
  const isSquare = sides.length === 1 ? Number.isInteger(size) : sides.length === 2 && first === second;
  const says = `${name} has the shape (${shape.join(', ')})`;
  if (!isSquare) {
    const why = sides.length === 1 ? `, and ${first} pixels are no square image` : '';
    throw new InvalidData(`${says}${why}.`, { hint: SHAPES });
  }
  if (size < SMALLEST_SIZE) {
    throw new InvalidData(`${says}: ${size} × ${size} pixels are too few for digits.`, { hint: SHAPES });
  }
  return size;
}

function labelsOf({ images, labels, names }: LabelledPart): number[] {
  const { data, shape } = labels;
  const [images_count = 0] = images.shape;
  const [count = 0, width = 1] = shape;
  if (shape.length === 0 || shape.length > 2 || width !== 1) {
    throw new InvalidData(
      `${names.labels} has the shape (${shape.join(', ')}) instead of one label per image.`,
      {
        hint: 'One-hot labels become digits by labels.argmax(axis=1).',
      },
    );
  }
  if (count !== images_count) {
    throw new InvalidData(`${names.images} has ${images_count} images and ${names.labels} ${count} labels.`);
  }
  return Array.from(data, (label, index) => {
    if (Number.isInteger(label) && label >= 0 && label < CLASSES) return label;
    throw new InvalidData(`label ${index + 1} of ${names.labels} is ${label} and no digit of 0 to 9.`);
  });
}

/** All parts by one scale, which the greatest pixel of them all decides. */
function scaled(parts: readonly LabelledPart[]): Float32Array {
  const length = parts.reduce((sum, { images }) => sum + images.data.length, 0);
  const divisor = divisorFor(Math.max(...parts.map(({ images, names }) => greatest(images, names.images))));
  const pixels = new Float32Array(length);
  let at = 0;
  for (const { images } of parts) {
    for (let i = 0; i < images.data.length; i++) pixels[at++] = (images.data[i] ?? 0) / divisor;
  }
  return pixels;
}

function greatest({ data }: NumberArray, name: string): number {
  let most = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? Number.NaN;
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new InvalidData(`${name} has a pixel of ${value}: pixels go from 0, the background, upwards.`, {
        hint: 'Save the images as they were before they were normalised.',
      });
    }
    if (value > most) most = value;
  }
  return most;
}

/** The full scale of what the pixels seem to be: shares, the 16 steps of the 8×8 digits, bytes, or their own maximum. */
function divisorFor(most: number): number {
  if (most === 0) throw new InvalidData('all pixels of its images are 0.');
  return [1, 16, 255].find((scale) => most <= scale) ?? most;
}
