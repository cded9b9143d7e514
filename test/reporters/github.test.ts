import { describe, expect, it } from 'vitest';
import type { DocumentPart } from '../../src/contracts.ts';
import reporter from '../../src/reporters/github.ts';
import { reportRun } from '../../src/workflows/report-run.ts';
import { buildCapstoneRun } from '../support/capstone-runs.ts';
import { REPOSITORY } from '../support/context.ts';
import { buildRun } from '../support/runs.ts';

const render = async (parts: DocumentPart[]) =>
  reporter.render({ data: {}, rows: [], parts }, { colour: false, unicode: true });
const message = (tone: 'good' | 'bad' | 'warning' | 'hint', text: string): DocumentPart => ({
  kind: 'message',
  icon: '⚠',
  tone,
  text,
});
const table = (title: string): DocumentPart => ({
  kind: 'table',
  icon: '📋',
  title,
  columns: ['id'],
  rows: [['a|b']],
});
const facts = (title: string, tone?: 'good'): DocumentPart => ({
  kind: 'facts',
  icon: '📊',
  title,
  facts: [{ label: 'Score', value: '90', ...(tone ? { tone } : {}) }],
});

describe('github', () => {
  it('shows the first table and folds further ones', async () => {
    const text = await render([table('Tasks'), table('Models')]);
    expect(text).toBe(
      '### 📋 Tasks\n\n| id |\n| :-- |\n| a\\|b |\n\n' +
        '<details>\n<summary>📋 Models</summary>\n\n| id |\n| :-- |\n| a\\|b |\n\n</details>\n',
    );
  });

  it('shows facts with a judgement and folds those without', async () => {
    const text = await render([facts('Run'), facts('Verdict', 'good')]);
    expect(text).toContain('<summary>📊 Run</summary>');
    expect(text).toContain('### 📊 Verdict');
    expect(text.match(/<details>/g)).toHaveLength(1);
  });

  it('makes one alert of messages of one tone', async () => {
    const text = await render([
      message('bad', 'broken'),
      message('warning', 'one'),
      message('warning', 'two'),
      message('good', 'done'),
    ]);
    expect(text).toBe('> [!CAUTION]\n> ⚠ broken\n\n> [!WARNING]\n> - ⚠ one\n> - ⚠ two\n\n**⚠ done**\n');
  });

  it('lets no text from outside out of its place', async () => {
    const text = await render([message('bad', 'a\n\n</details><script>\n# b'), table('<b>\n</summary> ')]);
    expect(text).not.toMatch(/(?<!\\)<(?:script|b>|\/(?:details|summary)>\s)|^# /m);
    expect(text.split('\n').filter((line) => line.startsWith('> '))).toHaveLength(2);
    const folded = await render([table('first'), table('a_b <b>\n\n# c')]);
    expect(folded).toContain('<summary>📋 a_b &lt;b> # c</summary>');
  });

  it('stays below what GitHub takes, and says what it left out', async () => {
    const long = 'x'.repeat(150_000);
    const text = await render([message('good', long), message('bad', long), message('good', 'end')]);
    expect(text.length).toBeLessThan(400_000);
    expect(text).toContain('2 sections are left out');
  });

  it('reads well for the other kinds of report', async () => {
    const baseline = await reportRun(REPOSITORY, buildRun({ isolates: 2, pairs: 12, calls: 20 }), 'next');
    const capstone = await reportRun(
      REPOSITORY,
      buildCapstoneRun({ isolates: 2, pairs: 10, calls: 20 }),
      'next',
    );
    const options = { colour: false, unicode: true };
    const texts = await Promise.all(
      [baseline, capstone].map(({ report }) => reporter.render(report, options)),
    );
    expect(texts[0]).toMatch(/^## 🎉 Baseline Benchmark Complete!\n\n### 📊 Your Baseline Performance\n/);
    expect(texts[1]).toContain('### 📊 Accuracy Track');
    for (const text of texts) expect(text).toContain('> [!TIP]\n> ');
  });
});
