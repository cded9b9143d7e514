import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawTrends } from '../../src/reporters/_trend-picture.ts';

const draw = (
  values: readonly number[],
  {
    steps = [],
    columns = 80,
    unicode = true,
    text = '',
  }: {
    steps?: readonly number[];
    columns?: number;
    unicode?: boolean;
    text?: string;
  } = {},
) =>
  drawTrends(
    { kind: 'trends', icon: '', title: '', items: [{ label: 'x', values, steps, text }] },
    { columns, unicode },
  ).lines;

describe('a trend', () => {
  it('rises with its values and fills the height', () => {
    expect(draw([1, 2, 4, 8, 16, 32, 64, 128])[0]?.picture).toBe('▁▂▃▄▅▆▇█');
  });

  it('is drawn in plain characters where there are no others', () => {
    const [line] = draw([1, 2, 4, 8, 16, 32, 64, 128, 256], { unicode: false, steps: [4] });
    expect(line?.picture).toBe('.:-=|+*#%@');
  });

  it('is flat where values differ by less than anybody should care about', () => {
    const [line] = draw([1, 1.003, 1, 0.997, 1]);
    expect(new Set(line?.picture)).toEqual(new Set(['▅']));
  });

  it('marks steps before the values that they begin with', () => {
    expect(draw([1, 1, 2, 2], { steps: [2] })[0]?.picture).toBe('▁▁│██');
  });

  it('keeps to the width, with every step in it, however many runs there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 40, max: 120 }),
        fc.integer({ min: 0, max: 70 }),
        (values, columns, words) => {
          const steps = values.length > 20 ? [5, 15] : [];
          const lines = draw(values, { steps, columns, text: 'w'.repeat(words) });
          const [{ picture, text }] = [lines[0] ?? { picture: '' }];
          expect('x'.length + 2 + picture.length + (text ? 2 + text.length : 0)).toBeLessThanOrEqual(columns);
          expect(picture.split('│').length - 1).toBe(steps.length);
        },
      ),
    );
  });
});
