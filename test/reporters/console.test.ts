import { describe, expect, it } from 'vitest';
import type { DocumentPart } from '../../src/contracts.ts';
import reporter from '../../src/reporters/console.ts';
import { reportRun } from '../../src/workflows/report-run.ts';
import { REPOSITORY } from '../support/context.ts';
import { buildRun } from '../support/runs.ts';

const PLAIN = { colour: false, unicode: true };
const render = async (parts: DocumentPart[], options = PLAIN) =>
  reporter.render({ data: {}, rows: [], parts }, options);
const message = (text: string): DocumentPart => ({ kind: 'message', icon: '✅', tone: 'good', text });
const facts = (...rows: [label: string, value: string, note?: string][]): DocumentPart => ({
  kind: 'facts',
  icon: '📊',
  title: 'Times',
  facts: rows.map(([label, value, note]) => ({ label, value, ...(note === undefined ? {} : { note }) })),
});
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const HOSTILE = 'a\u001b[2Jb\u009b31mc\rd\u0007e\u0008f\u202eg\u2066h';

describe('text from outside', () => {
  it.each([
    ['a heading', { kind: 'heading', icon: '🎉', text: HOSTILE }],
    ['a message', message(HOSTILE)],
    ['a label', facts([HOSTILE, '1'])],
    ['a value', facts(['one', HOSTILE])],
    ['a note', facts(['one', '1', HOSTILE])],
  ] satisfies [string, DocumentPart][])('does not steer the terminal from %s', async (_, part) => {
    const text = await render([part]);
    expect(text).not.toMatch(STEERING);
    expect(text).toContain('a\u{fffd}[2Jb');
  });

  it('can not pass for a line of its own', async () => {
    const text = await render([message('failed\n✅ Setup verified and working!')]);
    expect(text.split('\n')).not.toContain('✅ Setup verified and working!');
    expect(text).toContain('✅ Setup verified and working!');
  });

  it('keeps the lines of a message with returns', async () => {
    expect(await render([message('one\r\ntwo\r\n')])).toBe('✅ one\n      two\n');
  });
});

describe('layout', () => {
  it('aligns notes behind values of different width', async () => {
    const text = await render([facts(['a', '⚡ 1ms', 'first'], ['long', '12345', 'second'])]);
    const [, first = '', second = ''] = text.split('\n');
    // The pictogram fills two columns and is one character.
    expect(first.indexOf('first') + 1).toBe(second.indexOf('second'));
  });

  it('separates parts by an empty line, but not messages of one tone', async () => {
    const text = await render([message('one'), message('two'), facts(['a', '1'])]);
    expect(text).toBe('✅ one\n✅ two\n\n📊 Times:\n   • a: 1\n');
  });

  it('is empty lines and nothing else for a list without facts', async () => {
    expect(await render([facts()])).toBe('📊 Times:\n\n');
  });
});

describe('a terminal without Unicode', () => {
  it('gets ASCII only, whatever the subject is called', async () => {
    const run = buildRun({
      slower: { matmul: 1000 },
      troubles: { tensor_ops: { status: 'failed', reason: 'Überlauf 🎉 → ∞' } },
    });
    const { report } = await reportRun(REPOSITORY, run, 'café');
    const text = await reporter.render(report, { colour: false, unicode: false });
    expect(text).toMatch(/^[\n\u0020-\u007e]+$/);
    expect(text).toContain('   * Matrix Multiply: 2.');
    expect(text).toContain('Uberlauf ? -> ?');
  });
});

describe('colour', () => {
  it('is there when asked for and nowhere else', async () => {
    const parts = [message('fine'), facts(['one', '1', 'quiet'])];
    const coloured = await render(parts, { colour: true, unicode: true });
    expect(coloured).toContain('\u001b[32mfine\u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(await render(parts));
  });
});

describe('a table', () => {
  const table: DocumentPart = {
    kind: 'table',
    icon: '📚',
    title: 'Files',
    columns: ['id', 'from'],
    rows: [
      ['matmul', 'built-in'],
      ['x', HOSTILE],
    ],
  };

  it('has aligned columns, without frames', async () => {
    const rows = table.rows.slice(0, 1);
    const lines = (await render([{ ...table, rows }])).split('\n');
    expect(lines).toEqual(['📚 Files:', '   id      from', '   matmul  built-in', '']);
  });

  it('does not let its cells steer the terminal', async () => {
    expect(await render([table])).not.toMatch(STEERING);
  });

  it('has the same text in colour', async () => {
    const coloured = await render([table], { colour: true, unicode: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(await render([table]));
  });
});
