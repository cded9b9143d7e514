import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/analysis/random.ts';
import { generateDigits } from '../../../../src/reference/digits/generate.ts';
import { CLASSES, convolutional, perceptron } from '../../../../src/reference/models/architecture.ts';
import { magnitudeMasks } from '../../../../src/reference/models/compression/prune.ts';
import { initialise } from '../../../../src/reference/models/initialise.ts';
import { plainPredict } from '../../../../src/reference/models/plain.ts';
import { countRight, train } from '../../../../src/reference/models/training/train.ts';

const data = generateDigits({ count: 300, size: 8, seed: 1 });

function trained(seed: number, masks?: ReturnType<typeof magnitudeMasks>) {
  const random = seededRandom(seed);
  const network = initialise(perceptron(8), random);
  const counts: number[] = [];
  const options = {
    data,
    images: 3010,
    learning_rate: 0.01,
    random,
    onImages: (count: number) => counts.push(count),
  };
  const losses = train(network, masks ? { ...options, masks } : options);
  return { network, losses, counts };
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('train', () => {
  it('lowers the loss, from about that of guessing', () => {
    const { losses } = trained(1);
    expect(losses[0]).toBeGreaterThan(0.8 * Math.log(CLASSES));
    expect(mean(losses.slice(-10))).toBeLessThan(0.5 * mean(losses.slice(0, 10)));
  });

  it('gives the same weights to the bit for a seed, and others for another', () => {
    expect(trained(1).network).toEqual(trained(1).network);
    expect(trained(1).network).not.toEqual(trained(2).network);
  });

  it('learns from as many images as it was told to', () => {
    expect(trained(1).counts.reduce((sum, count) => sum + count, 0)).toBe(3010);
  });

  it('keeps masked weights at zero and moves the others', () => {
    const masks = magnitudeMasks(initialise(perceptron(8), seededRandom(3)), 0.5);
    const { network } = trained(3, masks);
    const [weight, mask] = [network.layers[0]?.weight, masks[0]];
    expect(weight?.every((value, i) => (value === 0) === (mask?.[i] === 0))).toBe(true);
  });
});

describe('countRight', () => {
  it('counts what the plain definition gets right, in a set that fills no whole number of batches', () => {
    const network = initialise(convolutional(8), seededRandom(5));
    const logits = plainPredict(network)(data.images, data.count);
    const classes = Array.from({ length: data.count }, (_, i) => {
      const row = logits.subarray(CLASSES * i, CLASSES * (i + 1));
      return row.indexOf(Math.max(...row));
    });
    const expected = classes.filter((digit, i) => digit === data.labels[i]).length;
    expect(countRight(network, data)).toBe(expected);
  });
});
