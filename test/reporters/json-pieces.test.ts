import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, digestsOf } from '../../src/analysis/check/digests.ts';
import json from '../../src/reporters/json.ts';
import { sha256 } from '../../src/storage/digest.ts';
import { buildTasksRun } from '../support/tasks-runs.ts';

const NUMBERS = /\[\n([-+.,\deE\s]+)\]/g;
/** The whole document at once. */
const atOnce = (data: unknown) =>
  `${JSON.stringify(data, null, 2).replace(NUMBERS, (_, numbers: string) => `[${numbers.trim().replace(/\s+/g, ' ')}]`)}\n`;
const report = (data: Record<string, unknown>) => ({ data, rows: [], parts: [] });
const OPTIONS = { colour: false, unicode: true };

it('writes piece by piece what it would write at once, whatever the data', async () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(objects, fc.array(objects), async (some, list) => {
      const data = { some, list, nothing: undefined, deep: { list, numbers: [1, -2.5e-9], empty: [] } };
      expect(await json.render(report(data), OPTIONS)).toBe(atOnce(data));
    }),
  );
});

it('never holds a long document as one text', () => {
  const run = buildTasksRun({ samples: 200 });
  const pieces = [...(json.pieces?.(report({ run })) ?? [])];
  const lengths = pieces.map(({ length }) => length);
  expect(pieces.join('')).toBe(atOnce({ run }));
  expect(Math.max(...lengths)).toBeLessThan(pieces.join('').length / 10);
});

it('has the digest of a list of samples that the whole text has', () => {
  const run = buildTasksRun({ samples: 3 });
  expect(digestsOf(run, sha256).parts.samples).toBe(sha256(canonicalJson(run.samples)));
  expect(digestsOf({ ...run, samples: [] }, sha256).parts.samples).toBe(sha256('[]'));
});
