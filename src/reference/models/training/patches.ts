import { type ConvolutionShape, KERNEL } from '../architecture.ts';

const MARGIN = (KERNEL - 1) / 2;

/** Copies the part of a row of an image that the kernel's row covers at each x, zeros where that is outside. */
function gatherRow(
  image: Float32Array,
  rowAt: number,
  patches: Float32Array,
  to: number,
  side: number,
  channels: number,
): void {
  const step = KERNEL * KERNEL * channels;
  for (let x = 0; x < side; x++) {
    let at = to + x * step;
    for (let kx = x - MARGIN; kx <= x + MARGIN; kx++) {
      const inside = kx >= 0 && kx < side && rowAt >= 0;
      const from = rowAt + kx * channels;
      for (let c = 0; c < channels; c++) patches[at++] = inside ? (image[from + c] as number) : 0;
    }
  }
}

/** Adds what `gatherRow` copied back to where it came from. */
function scatterRow(
  image: Float32Array,
  rowAt: number,
  patches: Float32Array,
  to: number,
  side: number,
  channels: number,
): void {
  const step = KERNEL * KERNEL * channels;
  for (let x = 0; x < side; x++) {
    let at = to + x * step;
    for (let kx = x - MARGIN; kx <= x + MARGIN; kx++) {
      if (kx >= 0 && kx < side) {
        const from = rowAt + kx * channels;
        for (let c = 0; c < channels; c++)
          image[from + c] = (image[from + c] as number) + (patches[at + c] as number);
      }
      at += channels;
    }
  }
}

/**
 * The patch under the kernel at each pixel of `count` images, as one row: (count × side², rows). A convolution is then a
 * product of matrices (Chellapilla, Puri & Simard, "High performance convolutional neural networks for document
 * processing", IWFHR 2006).
 */
export function gatherPatches(
  { side, channels, rows }: ConvolutionShape,
  images: Float32Array,
  count: number,
  patches: Float32Array,
): void {
  for (let row = 0; row < count * side; row++) {
    const y = row % side;
    for (let ky = 0; ky < KERNEL; ky++) {
      const from = y + ky - MARGIN;
      const rowAt = from >= 0 && from < side ? (row + ky - MARGIN) * side * channels : -1;
      gatherRow(images, rowAt, patches, row * side * rows + ky * KERNEL * channels, side, channels);
    }
  }
}

/** The transpose of `gatherPatches`: adds each number of each patch to the pixel that it was copied from. */
export function scatterPatches(
  { side, channels, rows }: ConvolutionShape,
  patches: Float32Array,
  count: number,
  images: Float32Array,
): void {
  for (let row = 0; row < count * side; row++) {
    const y = row % side;
    for (let ky = 0; ky < KERNEL; ky++) {
      const from = y + ky - MARGIN;
      if (from < 0 || from >= side) continue;
      const rowAt = (row + ky - MARGIN) * side * channels;
      scatterRow(images, rowAt, patches, row * side * rows + ky * KERNEL * channels, side, channels);
    }
  }
}
