import { describe, expect, it } from 'vitest';
import type { DocumentPart } from '../../src/contracts.ts';
import reporter from '../../src/reporters/markdown.ts';

const render = async (part: DocumentPart) =>
  reporter.render({ data: {}, rows: [], parts: [part] }, { colour: false, unicode: true });
const message = (text: string, tone: 'good' | 'hint' = 'good'): DocumentPart => ({
  kind: 'message',
  icon: '✅',
  tone,
  text,
});

describe('markdown', () => {
  it.each(['`', '*', '_', '~', '[', ']', '<', '>', '|', '#', '&', '\\'])(
    'shows %s as it is',
    async (character) => {
      expect(await render(message(`a${character}b`))).toBe(`**✅ a\\${character}b**\n`);
    },
  );

  it('shows the markup of a subject as text', async () => {
    const text = await render(message('<img src=x> [link](http://x) &lt;'));
    expect(text).toBe('**✅ \\<img src=x\\> \\[link\\](http://x) \\&lt;**\n');
  });

  it('keeps a fact in its own row, with as many cells as the others', async () => {
    const text = await render({
      kind: 'facts',
      icon: '📊',
      title: 'Times',
      facts: [
        { label: 'one | two', value: 'first\nsecond', note: 'a\r\n\r\n# b' },
        { label: 'plain', value: '1' },
      ],
    });
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.slice(2)).toEqual(['| one \\| two | first second | a \\# b |', '| plain | 1 |  |']);
  });

  it('lets no message begin a paragraph, heading or list of its own', async () => {
    expect(await render(message('broken\n\n# Verified\n- yes'))).toBe('**✅ broken \\# Verified - yes**\n');
    expect(await render(message('next\nline', 'hint'))).toBe('> ✅ next line\n');
  });
});

it('writes a table as a table, with its cells taken literally', async () => {
  const part: DocumentPart = {
    kind: 'table',
    icon: '',
    title: 'Files',
    columns: ['id', 'from'],
    rows: [['a|b', 'here']],
  };
  const text = await reporter.render({ data: {}, rows: [], parts: [part] }, { colour: false, unicode: true });
  expect(text).toBe('## Files\n\n| id | from |\n| :-- | :-- |\n| a\\|b | here |\n');
});
