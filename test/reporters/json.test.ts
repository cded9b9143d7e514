import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import reporter from '../../src/reporters/json.ts';

const render = async (data: Record<string, unknown>) =>
  reporter.render({ data, rows: [], parts: [] }, { colour: false, unicode: true });

describe('json', () => {
  it('parses back to the same data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (data) => {
        expect(JSON.parse(await render(data))).toEqual(JSON.parse(JSON.stringify(data)));
      }),
    );
  });

  it.each(['[ 1, 2 ]', '[\n  1,\n  2\n]', '[\u20281,\u20282 ]'])(
    'leaves a text alone that looks like a list: %j',
    async (text) => {
      expect(JSON.parse(await render({ text }))).toEqual({ text });
    },
  );

  it('puts numbers on one line and records on lines of their own', async () => {
    expect(await render({ slices_ms: [0.5, -1e-7, 3], empty: [], mixed: [1, null] })).toBe(
      '{\n  "slices_ms": [0.5, -1e-7, 3],\n  "empty": [],\n  "mixed": [\n    1,\n    null\n  ]\n}\n',
    );
  });

  it('does not lose itself in a long list that is not all numbers', async () => {
    const values = [...Array.from({ length: 5000 }, () => -0.5), null];
    expect(JSON.parse(await render({ values }))).toEqual({ values });
  });

  it('takes as many samples as a long run has', async () => {
    const values = Array.from({ length: 300_000 }, (_, i) => -i / 1000);
    const text = await render({ values });
    expect(text.split('\n')).toHaveLength(4);
    expect(JSON.parse(text).values).toHaveLength(values.length);
  });
});
