import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, pathPart, written, writtenPlainly } from '../../../community/pages/html.ts';

describe('a template', () => {
  it('escapes text, inside of attributes as well, and keeps markup', () => {
    const sign = '<a href="x">\'&';
    const { text } =
      html`<p title="${sign}">${sign} ${html`<b>${1}</b>`} ${null} ${false} ${['a', html`<i>`]}</p>`;
    const safe = '&lt;a href=&quot;x&quot;&gt;&#39;&amp;';
    expect(text).toBe(`<p title="${safe}">${safe} <b>1</b>   a<i></p>`);
  });

  it('lets no text begin a tag or end an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        const inside = html`${any}`.text;
        expect(inside).not.toMatch(/[<>"']/);
        expect(written(any).text.replaceAll(/<\/?bdi>/g, '')).not.toMatch(/[<>"']/);
      }),
    );
  });
});

describe('what a member wrote', () => {
  it('is one line of bounded length in a direction of its own', () => {
    const { text } = written(`a\u202Eb\u2066c\n\u0000d${'x'.repeat(10_000)}`);
    expect(text).toMatch(/^<bdi>a b c dx*…<\/bdi>$/);
    expect([...writtenPlainly('\u{1F600}'.repeat(10_000))].length).toBe(120);
    expect(text.length).toBeLessThan(140);
    const stacked = writtenPlainly(`e${'\u0301'.repeat(50)}`);
    expect([...stacked].length).toBeLessThan(6);
  });

  it('is one part of a path, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        expect(pathPart(any)).toMatch(/^[\w.~!*'()%-]*$/);
      }),
    );
    expect(pathPart('\uD800/?#')).toBe('%EF%BF%BD%2F%3F%23');
  });
});
