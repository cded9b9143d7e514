import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerPrompt } from '../../../src/tasks/embedded/analyst.ts';
import { renderFiles } from '../../../src/tasks/render-prompt.ts';

const ask = (example: unknown, files: Record<string, string>, notes = '') => {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  const prompt = `Look.\n${renderFiles(sources)}\n${notes}\nAnswer like ${JSON.stringify(example)}`;
  return JSON.parse(answerPrompt(prompt));
};
const FINDINGS = { findings: [{ file: 'f', line: 1, cwe: 'CWE-1' }] };

describe('the analyst', () => {
  it('finds weaknesses by the look of single lines, right and wrong ones', () => {
    const files = {
      'a.py': 'x = yaml.load(body)\ny = yaml.safe_load(body)\nsubprocess.run(cmd, shell=True)\n',
      'b.js': "const agent = { rejectUnauthorized: false };\nconst token = 'only a label';\n",
    };
    expect(ask(FINDINGS, files).findings).toEqual([
      { file: 'a.py', line: 1, cwe: 'CWE-502' },
      { file: 'a.py', line: 3, cwe: 'CWE-78' },
      { file: 'b.js', line: 1, cwe: 'CWE-295' },
    ]);
  });

  it('takes what a tool reports for more than what it sees itself', () => {
    const notes = '- src/z.js:7 CWE-22 high: path from a request\nsrc/y.js:9: high (CWE-79) text';
    expect(ask(FINDINGS, { 'a.py': 'eval(x)' }, notes).findings).toEqual([
      { file: 'src/z.js', line: 7, cwe: 'CWE-22' },
      { file: 'src/y.js', line: 9, cwe: 'CWE-79' },
    ]);
  });

  it('reads lists that a tool prints under a name', () => {
    const notes = 'Entry points (2): a.js, b.js\ndead modules:\n  - c.js\n  - d.js\ncycles: none';
    const example = { entry_points: ['path'], dead_modules: ['path'], cycles: [['path']] };
    expect(ask(example, {}, notes)).toEqual({
      entry_points: ['a.js', 'b.js'],
      dead_modules: ['c.js', 'd.js'],
      cycles: [],
    });
  });

  it('reads an outline as it reads the files', () => {
    const notes = [
      '2 files, 3 functions, 1 classes',
      'pkg/run.py: python, 30 lines, 2 functions, 1 classes',
      '  imports: os, pkg (tools), yaml',
      '  classes: Main 3-9',
      '  functions: Main.go 4-9 complexity 4 raises; start 11-20 complexity 2',
      'pkg/tools.py: python, 12 lines, 1 functions, 0 classes',
      '  functions: plain 1-2 complexity 1',
    ].join('\n');
    const example = {
      functions: ['name'],
      functions_by_file: { path: 0 },
      classes: ['Name'],
      entry_points: ['path'],
      most_complex_function: {},
      largest_file: 'path',
      external_packages: ['name'],
      dependencies: ['path -> path'],
    };
    const prompt = `${notes}\n\nAnswer like ${JSON.stringify(example)}`;
    expect(JSON.parse(answerPrompt(prompt))).toEqual({
      functions: ['go', 'start', 'plain'],
      functions_by_file: { 'pkg/run.py': 2, 'pkg/tools.py': 1 },
      classes: ['Main'],
      entry_points: ['pkg/run.py'],
      most_complex_function: { file: 'pkg/run.py', name: 'go', complexity: 4 },
      largest_file: 'pkg/run.py',
      external_packages: ['os', 'yaml'],
      dependencies: ['pkg/run.py -> pkg/tools.py'],
    });
  });

  it('groups functions whose lines are alike but for names', () => {
    const body = (name: string, word: string) =>
      `function ${name}(${word}) {\n  let n = 0;\n  for (const x of ${word}) {\n    n += x * 2;\n  }\n  return n;\n}\n`;
    const other = 'function other(a) {\n  if (a) {\n    return 1;\n  }\n  log(a);\n  return a.b.c;\n}\n';
    const files = { 'a.js': body('sum', 'items') + other, 'b.js': body('total', 'list') };
    const { groups } = ask({ groups: [{ members: [{ file: 'f', function: 'n' }] }] }, files);
    expect(groups).toEqual([
      {
        members: [
          { file: 'a.js', function: 'sum' },
          { file: 'b.js', function: 'total' },
        ],
      },
    ]);
  });

  it('describes structure from the lines of the files', () => {
    const files = {
      'run.py':
        'from pkg import tools\nimport numpy\n\n\nclass Main:\n    def go(self, a, b):\n        if a and b:\n            return 1\n        for x in a:\n            pass\n\n\nif __name__ == "__main__":\n    Main().go(1, 2)\n',
      'pkg/tools.py': 'def plain():\n    return 1\n',
      'pkg/unused.py': 'X = 1\n',
    };
    const example = {
      functions: 0,
      functions_by_file: { path: 0 },
      classes: ['Name'],
      entry_points: ['path'],
      dead_modules: ['path'],
      dependencies: ['path -> path'],
      most_complex_function: { file: 'path', name: 'name', complexity: 0 },
      most_imported: 'path',
      files_by_language: { python: 0 },
      external_packages: ['name'],
    };
    expect(ask(example, files)).toEqual({
      functions: 2,
      functions_by_file: { 'run.py': 1, 'pkg/tools.py': 1, 'pkg/unused.py': 0 },
      classes: ['Main'],
      entry_points: ['run.py'],
      dead_modules: ['pkg/unused.py'],
      dependencies: ['run.py -> pkg/tools.py'],
      most_complex_function: { file: 'run.py', name: 'go', complexity: 4 },
      most_imported: 'pkg/tools.py',
      files_by_language: { python: 3 },
      external_packages: ['numpy'],
    });
  });

  it('leaves empty what it has no idea of', () => {
    expect(ask({ opinion: 'text', count: 3, names: ['n'], more: { a: 1 } }, { 'a.py': 'x = 1' })).toEqual({
      opinion: '',
      count: 0,
      names: [],
      more: {},
    });
  });

  it('takes the last JSON of the prompt for how to answer, never one of a file', () => {
    const files = { 'a.json': '{"from_file": 1}' };
    expect(ask({ wanted: '' }, files, 'Such as {"shown": 1}.')).toEqual({ wanted: '' });
    expect(JSON.parse(answerPrompt('no example at all'))).toEqual({ findings: [] });
  });

  it('answers anything, and the same thing always', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('=== a.py', '1| def f(', '2| import', '{"groups": [', ']}', 'a:'),
    );
    fc.assert(
      fc.property(fc.array(text), (lines) => {
        const prompt = lines.join('\n');
        expect(answerPrompt(prompt)).toBe(answerPrompt(prompt));
        expect(JSON.parse(answerPrompt(prompt))).toBeTypeOf('object');
      }),
    );
  });

  it('is done with a megabyte of hostile lines', () => {
    const hostile = [
      'x'.repeat(300_000),
      `${'('.repeat(100_000)}`,
      `'${' '.repeat(100_000)}`,
      `def ${'a.'.repeat(50_000)}`,
    ];
    const prompt = `=== a.py\n${hostile.map((line, k) => `${k + 1}| ${line}`).join('\n')}\n${hostile.join('\n')}`;
    expect(JSON.parse(answerPrompt(prompt))).toEqual({ findings: [] });
  });
});
