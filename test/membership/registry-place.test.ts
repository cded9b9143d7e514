import { describe, expect, it } from 'vitest';
import { registryPlace } from '../../src/membership/registry-place.ts';

const place = (text: string | null) => registryPlace(text, { cwd: '/work/course', data: '/data/tito' });

describe('a file', () => {
  it('is the one in the data folder where none is named', () => {
    expect(place(null)).toMatchObject({ kind: 'file', text: '/data/tito/community.sqlite', warnings: [] });
  });

  it.each([
    ['class.sqlite', '/work/course/class.sqlite'],
    ['../class.sqlite', '/work/class.sqlite'],
    ['/srv/class.sqlite', '/srv/class.sqlite'],
    ['file:///srv/my%20class.sqlite', '/srv/my class.sqlite'],
    ['./localhost:8080', '/work/course/localhost:8080'],
  ])('%s is %s', (text, file) => {
    expect(place(text)).toMatchObject({ kind: 'file', text: file });
  });
});

describe('a URL', () => {
  it.each([
    ['https://Tito.Example/', 'https://tito.example'],
    ['HTTPS://tito.example:443//', 'https://tito.example'],
    ['https://tito.example/class/', 'https://tito.example/class'],
    ['https://tito.example/class/v1/', 'https://tito.example/class'],
    ['http://localhost:8080', 'http://localhost:8080'],
  ])('%s is %s', (text, url) => {
    expect(place(text)).toMatchObject({ kind: 'url', text: url, warnings: [] });
  });

  it.each([
    'http://localhost',
    'http://127.0.0.1:1',
    'http://127.9.9.9',
    'http://[::1]:80',
    'https://a.example',
  ])('that nobody can listen to is taken without a word: %s', (text) => {
    expect(place(text).warnings).toEqual([]);
  });

  it.each(['http://tito.example', 'http://10.0.0.7:8080', 'http://127.0.0.1.evil.example'])(
    'that is not encrypted is warned about: %s',
    (text) => {
      expect(place(text).warnings).toEqual([expect.stringContaining('is not encrypted')]);
    },
  );
});

describe('what is no registry', () => {
  it.each([
    'postgres://db.example/tito',
    'ftp://tito.example',
    'https://',
    'http://:80',
    ' ',
    'a\0b',
    'localhost:8080',
    'tito.example:443/v1',
    '[::1]:8080',
    'https://tito.example/?class=1',
    'https://tito.example/#top',
    'file://other-host/class.sqlite',
  ])('is refused: %j', (text) => {
    expect(() => place(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('is never repeated where it holds a password', () => {
    const attempt = () => place('https://ada:s3cret@tito.example');
    expect(attempt).toThrow(expect.objectContaining({ message: expect.not.stringContaining('s3cret') }));
    expect(attempt).toThrow(/leave out user, password/);
  });
});

describe('slug', () => {
  it('is the same for spellings of one registry', () => {
    expect(place('https://tito.example/').slug).toBe(place('HTTPS://TITO.example:443').slug);
    expect(place('class.sqlite').slug).toBe(place('/work/course/./class.sqlite').slug);
  });

  it('differs between registries whose names read alike', () => {
    const slugs = ['a-b.sqlite', 'a.b.sqlite', 'A-b.sqlite', 'x/a-b.sqlite'].map((text) => place(text).slug);
    expect(new Set(slugs).size).toBe(4);
  });

  it.each(['../../etc/passwd', 'https://tito.example/../..', '/tmp/ü ä/…', `/${'x'.repeat(500)}`, '/'])(
    'is a plain name for a file: %s',
    (text) => {
      expect(place(text).slug).toMatch(/^[a-z0-9-]{17,60}$/);
    },
  );
});
