import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TitoError } from '../../src/errors.ts';
import { reportRun } from '../../src/workflows/report-run.ts';
import { readTemplate } from '../../src/workflows/report-template.ts';
import { REPOSITORY } from '../support/context.ts';
import { buildTasksRun, type TasksOptions } from '../support/tasks-runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const write = (text: string, name = 'mine.eta') => ({ cwd: temporaryFolder({ [name]: text }), name });
function render(text: string, data: Record<string, unknown> = {}, as?: string): string {
  const { cwd, name } = write(text, as);
  return readTemplate(cwd, name)(data);
}
function failure(act: () => unknown): TitoError {
  try {
    act();
  } catch (error) {
    if (error instanceof TitoError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe('a template', () => {
  it('gets the document as `it`, a copy that it may change', () => {
    const data = { list: [1, 2], nothing: null, left_out: undefined };
    const text = '<% it.list.push(3) %><%= JSON.stringify(it) %>';
    expect(render(text, data)).toBe('{"list":[1,2,3],"nothing":null}');
    expect(data.list).toEqual([1, 2]);
  });

  it('leaves no empty lines behind statements, and keeps a line’s end behind a value', () => {
    const text = 'a\n<% for (const x of it.list) { %>\n- <%= x %>\n<% } %>\nb <%= 1 %>\n<%= 2 %>\n\nc';
    expect(render(text, { list: ['x', 'y'] })).toBe('a\n- x\n- y\nb 1\n2\n\nc');
    expect(render(text.replaceAll('\n', '\r\n'), { list: ['x'] })).toBe('a\n- x\nb 1\n2\n\nc');
  });

  it('keeps backslashes, quotes and a comment behind a value', () => {
    expect(render('<% %>\\n "\'` <%= it.a // what it is %> $', { a: '\\' })).toBe('\\n "\'` \\ $');
    expect(render('\ufeffa')).toBe('a');
  });

  it.each([
    ['r.md.eta', '<b>&"'],
    ['r.html', '&lt;b&gt;&amp;&quot;'],
    ['r.HTML.eta', '&lt;b&gt;&amp;&quot;'],
    ['r.xml.eta', '&lt;b&gt;&amp;&quot;'],
    ['html.eta', '<b>&"'],
  ])('escapes for markup alone: %s', (name, expected) => {
    expect(render('<%= it.a %>', { a: '<b>&"' }, name)).toBe(expected);
  });

  it('writes null as it is', () => {
    expect(render('<%= it.p95 %> <%= it.p95 ?? "-" %>', { p95: null })).toBe('null -');
  });
});

describe('a template that is wrong', () => {
  it.each([
    ['an open tag', 'a\nb <%= it.a', 2, /unclosed tag/],
    ['an open string', 'a\n\n<%= "abc %>', 3, /unclosed string/],
    ['a value that is no expression', 'a\nb\n<%= it.a + %>\n', 3, /Unexpected token/],
    ['a wrong statement in many lines', 'x\n<%\nconst a = 1;\nconst b = = 2;\n%>\n', 4, /Unexpected token/],
    ['one brace too many', '<% if (1) { %>\n<% } %>\n<% } %>\nz', 3, /Unexpected token '}'/],
    ['a block that stays open', 'a\n<% for (const x of it.y) { %>\nx\n', 2, /a \} is missing/],
    ['await', '<%= await it.a %>', 1, /Unexpected identifier/],
  ])('is refused before anything is asked: %s', (_name, text, line, reason) => {
    const { cwd, name } = write(text);
    const error = failure(() => readTemplate(cwd, name));
    expect(error).toMatchObject({ code: 'invalid_template', exit: 3 });
    expect(error.message).toMatch(new RegExp(`^mine\\.eta:${line}: `));
    expect(error.message).toMatch(reason);
    expect(error.message).not.toContain('\n');
  });

  it.each([
    [
      'loops over a field that is not there',
      'a\n<% for (const x of it.missing) { %>\n<% } %>',
      2,
      /it\.missing is not iterable/,
    ],
    ['reads a field of nothing', 'a\n\n<%= it.a.b %>', 3, /reading 'b'/],
    ['writes a field that is not there', 'a\n<%= it.typo %>', 2, /undefined: there is no such field/],
    ['throws', '<% throw new Error("no figures") %>', 1, /no figures$/],
    ['throws a string', 'a\n<% throw "oh" %>', 2, /oh$/],
    ['includes another file', 'a\n<%~ include("other") %>', 2, /other/],
  ])('names file and line when it is rendered: %s', (_name, text, line, reason) => {
    const { cwd, name } = write(text);
    const template = readTemplate(cwd, name);
    const error = failure(() => template({}, 'Do this.'));
    expect(error).toMatchObject({ code: 'invalid_template', exit: 3, hint: 'Do this.' });
    expect(error.message).toMatch(new RegExp(`^mine\\.eta:${line}: `));
    expect(error.message).toMatch(reason);
  });

  it('is an error too where it throws nothing at all', () => {
    const { cwd, name } = write('<% throw null %>');
    expect(failure(() => readTemplate(cwd, name)({})).code).toBe('invalid_template');
  });

  it('is named where it is missing, or a folder', () => {
    const cwd = temporaryFolder({});
    mkdirSync(join(cwd, 'folder.eta'));
    expect(failure(() => readTemplate(cwd, 'none.eta')).message).toMatch(/^none\.eta can't be read: ENOENT/);
    expect(failure(() => readTemplate(cwd, 'folder.eta')).code).toBe('unreadable_file');
  });
});

describe('the example', () => {
  const happened: Record<string, TasksOptions> = {
    'a whole run': { samples: 3 },
    failures: { samples: 3, failure: ({ index }) => (index % 3 === 1 ? 'timeout' : null) },
    'nothing answered': { samples: 2, failure: () => 'connection' },
    'nothing asked': { finished: 0, interrupted: true },
  };
  it.each(Object.entries(happened))('lays out %s', async (_name, options) => {
    const { report } = await reportRun(REPOSITORY, buildTasksRun(options), '');
    const text = readTemplate(REPOSITORY, 'examples/tasks.md.eta')(report.data);
    expect(text).toMatch(/^# Do tools help\?/);
    expect(text).not.toMatch(/undefined|NaN|<%/);
    expect(text.match(/^\| safety_assessment .*$/m)?.[0].split('|')).toHaveLength(7);
  });
});
