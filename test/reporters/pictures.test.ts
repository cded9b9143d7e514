import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EffectPicture, HistogramPicture } from '../../src/picture-contracts.ts';
import { drawEffects } from '../../src/reporters/_effect-picture.ts';
import { drawHistogram } from '../../src/reporters/_histogram-picture.ts';
import { plainLine } from '../../src/reporters/_picture.ts';
import consoleReporter from '../../src/reporters/console.ts';
import csv from '../../src/reporters/csv.ts';
import github from '../../src/reporters/github.ts';
import junit from '../../src/reporters/junit.ts';
import markdown from '../../src/reporters/markdown.ts';

const SPACE = { columns: 77, unicode: true };

const effects = (...items: Partial<EffectPicture['items'][number]>[]): EffectPicture => ({
  kind: 'effects',
  icon: '📊',
  title: 'Effects',
  items: items.map((item) => ({ label: 'parse', ratio: null, ci95: null, text: 'words', ...item })),
});

const linesOf = (part: EffectPicture, space = SPACE) =>
  drawEffects(part, space).lines.map((line) => plainLine(line, drawEffects(part, space).width));

describe('the picture of effects', () => {
  it('draws a slow-down to the right of 1 and a speed-up to the left of it', () => {
    const [slower = '', faster = ''] = linesOf(
      effects({ ratio: 1.5, ci95: [1.4, 1.6] }, { ratio: 0.7, ci95: [0.6, 0.8] }),
    );
    expect(slower).toMatch(/│░+├─+●─+┤/);
    expect(faster).toMatch(/├─+●─+┤░+│/);
    expect(slower.indexOf('│')).toBe(faster.indexOf('│'));
  });

  it('draws 1 within an interval that holds it', () => {
    expect(linesOf(effects({ ratio: 1.01, ci95: [0.98, 1.03] }))[0]).toMatch(/├─+│─*●─+┤/);
  });

  it('draws an estimate without an interval as a point, and nothing where there is none', () => {
    const [point, nothing] = linesOf(effects({ ratio: 2 }, {}));
    expect(point).toMatch(/│░+● /);
    expect(nothing).toMatch(/parse +│ +words/);
  });

  it('cuts off an interval that would squeeze all others, and marks where', () => {
    const [wide = ''] = linesOf(effects({ ratio: 1.1, ci95: [0.01, 90] }));
    expect(wide).toMatch(/◄─+│─*●─+►/);
  });

  it('puts the words below where there is no room beside', () => {
    const lines = linesOf(effects({ ratio: 2, ci95: [1.9, 2.1], text: 'a rather long verdict' }), {
      columns: 37,
      unicode: true,
    });
    expect(lines[0]).not.toContain('verdict');
    expect(lines[1]?.trim()).toBe('a rather long verdict');
  });

  it('stays within the columns and has the axis of all bars in one column', () => {
    const bound = fc.double({ min: 0.01, max: 100, noNaN: true });
    const item = fc.tuple(bound, bound, bound).map((bounds) => {
      const [low = 1, ratio = 1, high = 1] = bounds.toSorted((a, b) => a - b);
      return { ratio, ci95: [low, high] as [number, number], text: 'words', label: 'a workload of mine' };
    });
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 37, max: 200 }),
        (items, columns) => {
          const { lines, width } = drawEffects(effects(...items), { columns, unicode: true });
          for (const line of lines) expect(plainLine(line, width).length).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

const histogram = (...counts: number[][]): HistogramPicture => ({
  kind: 'histogram',
  icon: '📈',
  title: 'Times',
  scale: ['1ms', '2ms'],
  items: counts.map((each, i) => ({ label: 'AB'[i] ?? '', counts: each })),
});

describe('the picture of a histogram', () => {
  it('is as high as the counts, each against the fullest bin of its own line', () => {
    const { lines } = drawHistogram(histogram([0, 1, 8, 4], [0, 10, 80, 40]), SPACE);
    expect(lines.map(({ picture }) => picture)).toEqual([' ▁█▄', ' ▁█▄', '1ms 2ms']);
  });

  it('shows whatever occurs at all', () => {
    expect(drawHistogram(histogram([1, 100_000]), SPACE).lines[0]?.picture).toBe('▁█');
  });

  it('puts bins together where the terminal is narrow', () => {
    const { lines } = drawHistogram(histogram(Array.from({ length: 64 }, () => 1)), {
      ...SPACE,
      columns: 37,
    });
    expect(lines[0]?.picture).toBe('█'.repeat(32));
  });

  it('is empty for no counts', () => {
    expect(drawHistogram(histogram([0, 0]), SPACE).lines[0]?.picture).toBe('  ');
  });
});

describe('a report with pictures', () => {
  const report = {
    data: {},
    rows: [],
    parts: [
      effects({ ratio: 1.5, ci95: [1.4, 1.6], text: 'slower, 1.5×', tone: 'bad' }),
      histogram([1, 2, 3]),
    ],
  };

  it('is plain ASCII where the terminal can show no more', async () => {
    const text = await consoleReporter.render(report, { colour: false, unicode: false, columns: 60 });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(text).toMatch(/\|=+\[-*o-*\]/);
    expect(text).toContain('slower, 1.5x');
  });

  it('colours the verdict and not the picture', async () => {
    const text = await consoleReporter.render(report, { colour: true, unicode: true });
    expect(text).toContain('\u001b[31mslower, 1.5×\u001b[39m');
  });

  it('never steers the terminal by a label', async () => {
    const part = effects({ label: 'a\u001b[2Jb\nc', ratio: 2 });
    const text = await consoleReporter.render({ ...report, parts: [part] }, { colour: false, unicode: true });
    expect(text).not.toContain('\u001b');
  });

  it('has them as code blocks in Markdown, which no label can end', async () => {
    const part = effects({ label: '```\n# Title', ratio: 2 });
    const text = await markdown.render({ ...report, parts: [part] }, { colour: false, unicode: true });
    expect(text.match(/^```/gm)).toHaveLength(2);
    expect(text).not.toMatch(/^# Title/m);
  });

  it('opens effects and folds histograms in a job summary', async () => {
    const text = await github.render(report, { colour: false, unicode: true });
    expect(text).toContain('### 📊 Effects');
    expect(text).toContain('<summary>📈 Times</summary>');
  });

  it('has none in csv and junit', async () => {
    const options = { colour: false, unicode: true };
    expect(await csv.render(report, options)).toBe('');
    expect(await junit.render(report, options)).not.toContain('●');
  });
});
