import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import reporter from '../../src/reporters/csv.ts';
import { reportRun } from '../../src/workflows/report-run.ts';
import { REPOSITORY } from '../support/context.ts';
import { buildRun, WORKLOADS } from '../support/runs.ts';

type Row = Record<string, string | number | boolean | null>;
const render = async (rows: Row[]) =>
  reporter.render({ data: {}, rows, parts: [] }, { colour: false, unicode: true });

/** A reader of RFC 4180, written from its grammar. */
function read(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

describe('csv', () => {
  it('quotes commas, quotes and line breaks as RFC 4180 says', async () => {
    expect(await render([{ a: 'x,y', b: 'say "hi"', c: 'two\nlines', d: 'plain' }])).toBe(
      'a,b,c,d\r\n"x,y","say ""hi""","two\nlines",plain\r\n',
    );
  });

  it('reads back as what was written', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ü', ',', '"', '\n', '\r', ' ', ';', '=', '-') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ first: cell, second: cell }), { minLength: 1 }), async (rows) => {
        const [, ...records] = read(await render(rows));
        const expected = rows.map((row) =>
          [row.first, row.second].map((x) => x.replace(/^(?=[=\-\n\r])/, "'")),
        );
        expect(records).toEqual(expected);
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '＠SUM(A1)', '\t=1', '\r=1', '\n=1'])(
    'keeps a spreadsheet from calculating %j',
    async (formula) => {
      const [, [cell] = []] = read(await render([{ name: formula }]));
      expect(cell).toBe(`'${formula}`);
    },
  );

  it('leaves numbers alone, negative ones too', async () => {
    expect(await render([{ a: -1.5, b: 1e-9, c: true, d: null }])).toBe('a,b,c,d\r\n-1.5,1e-9,true,\r\n');
  });

  it('has a row for each workload, and an empty field where there is no figure', async () => {
    const troubles = { matmul: { status: 'failed' as const, reason: 'matmul: boom, "badly"' } };
    const { report } = await reportRun(REPOSITORY, buildRun({ troubles }), '');
    const [names = [], ...records] = read(await reporter.render(report, { colour: false, unicode: true }));
    expect(records.map(([id]) => id)).toEqual(WORKLOADS);
    const failed = Object.fromEntries(names.map((name, i) => [name, records[1]?.[i]]));
    expect(failed).toMatchObject({ status: 'failed', p50_ms: '', ratio: '', score: '', correct: '' });
    expect(failed.reason).toBe('matmul: boom, "badly"');
  });
});
