import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRendered } from '../../src/tasks/read-rendered.ts';
import {
  knownPlaceholders,
  renderFiles,
  renderPrompt,
  UnknownPlaceholder,
} from '../../src/tasks/render-prompt.ts';

const files = renderFiles([
  { path: 'a.js', text: 'one\ntwo\n' },
  { path: 'b/c.py', text: 'x = 1' },
]);
const values = { files, answer: 'JSON, please.', tools: { safety_scan: 'a.js:2 bad', other: 'fine' } };
const line = fc.string().map((text) => text.replaceAll(/[\r\n]/g, ''));

describe('renderFiles', () => {
  it('numbers the lines of each file', () => {
    expect(files).toBe('=== a.js\n1| one\n2| two\n=== b/c.py\n1| x = 1');
  });

  it('can be read back, whatever the files hold', () => {
    const text = fc.array(fc.oneof(line, fc.constantFrom('=== b.js', '1| x', '…', '{{files}}', '')), {
      minLength: 1,
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const rendered = renderFiles([
          { path: 'a.js', text: `${a.join('\n')}\n` },
          { path: 'b.js', text: `${b.join('\r\n')}\n` },
        ]);
        const read = readRendered(`Look:\n${rendered}\nWell?`);
        expect(read.rest).toEqual(['Look:', 'Well?']);
        expect(read.files.map(({ path }) => path)).toEqual(['a.js', 'b.js']);
        expect(read.files.map(({ lines }) => lines.map((each) => each.text))).toEqual([a, b]);
        expect(read.files[0]?.lines.map(({ number }) => number)).toEqual(a.map((_, k) => k + 1));
      }),
    );
  });
});

describe('renderPrompt', () => {
  it('fills in what it is given', () => {
    expect(renderPrompt('{{files}}\n{{ answer }}', values)).toBe(`${files}\nJSON, please.`);
    expect(renderPrompt('{{tool.output}}|{{tool.other}}', values)).toBe('a.js:2 bad\nfine|fine');
  });

  it('takes nothing that was filled in for a placeholder, nor for a replacement pattern', () => {
    const odd = { files: '$& {{answer}} {{nothing}} $1', answer: '{{files}} $$', tools: {} };
    expect(renderPrompt('{{files}}|{{answer}}', odd)).toBe('$& {{answer}} {{nothing}} $1|{{files}} $$');
  });

  it('keeps every other text as it is', () => {
    const plain = fc.string().filter((text) => !text.includes('{{'));
    fc.assert(
      fc.property(plain, (text) => {
        expect(renderPrompt(text, values)).toBe(text);
      }),
    );
  });

  it('names the nearest placeholder for one that it does not know', () => {
    const fill = (template: string, tools: Record<string, string> = values.tools) =>
      renderPrompt(template, { ...values, tools });
    expect(() => fill('{{anwser}}')).toThrow('Did you mean {{answer}}?');
    expect(() => fill('{{tool.safety_scam}}')).toThrow('Did you mean {{tool.safety_scan}}?');
    expect(() => fill('{{something.else}}')).toThrow('Known: files, answer, tool.output');
    expect(() => fill('{{tool.output}}', {})).toThrow(UnknownPlaceholder);
    expect(knownPlaceholders([])).toEqual(['files', 'answer']);
  });
});

describe('excerpts', () => {
  const long = renderFiles([
    { path: 'long.js', text: Array.from({ length: 40 }, (_, k) => `line ${k + 1}`).join('\n') },
    { path: 'other.js', text: 'nothing' },
  ]);
  const excerpts = (output: string) =>
    renderPrompt('{{tool.excerpts}}', { files: long, answer: '', tools: { t: output } });

  it('show the lines that tools point at, with three around them, once', () => {
    const shown = excerpts('long.js:10 CWE-1\n(long.js:12) again; also long.js:30-31 name\nabsent.js:3');
    const { files: read } = readRendered(shown);
    expect(read.map(({ path }) => path)).toEqual(['long.js']);
    expect(read[0]?.lines.map(({ number }) => number)).toEqual([
      7, 8, 9, 10, 11, 12, 13, 14, 15, 27, 28, 29, 30, 31, 32, 33, 34,
    ]);
    expect(shown.match(/^…$/gm)).toHaveLength(1);
  });

  it('keep to the file and to what it has', () => {
    expect(excerpts('long.js:1')).toBe('=== long.js\n1| line 1\n2| line 2\n3| line 3\n4| line 4');
    expect(excerpts('long.js:900 long.js:0-9999999').split('\n')).toHaveLength(41);
    expect(excerpts('nothing was found')).toBe('');
    expect(excerpts('x'.repeat(1_000_000))).toBe('');
  });
});
