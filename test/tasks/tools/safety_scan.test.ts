import { describe, expect, it } from 'vitest';
import safetyScan from '../../../src/tasks/tools/safety_scan.ts';
import { HOSTILE_FILES } from './hostile-files.ts';
import { SAFETY_CASES } from './safety-cases.ts';

const scan = (path: string, text: string) => safetyScan.analyse([{ path, text }]);

describe('safety_scan', () => {
  it.each(SAFETY_CASES)('finds CWE-$cwe: $what', ({ cwe, path, flawed }) => {
    expect(scan(path, flawed)).toMatch(new RegExp(`^${path}:\\d+ CWE-${cwe} (?:high|medium): .`, 'm'));
  });

  it.each(SAFETY_CASES)('finds nothing in what only looks like CWE-$cwe: $what', ({ path, safe }) => {
    expect(scan(path, safe)).toBe('0 findings in 1 files');
  });

  it('says where, how grave and from what', () => {
    const text = '\n\ndef f(cursor, name):\n    cursor.execute(f"SELECT * FROM t WHERE n = {name}")\n';
    expect(scan('shop/a.py', text)).toBe(
      "1 findings in 1 files\nshop/a.py:4 CWE-89 high: SQL statement built from 'name'",
    );
  });

  it('knows a function by where it comes from, whatever it is called', () => {
    const renamed = 'import { exec as go } from "node:child_process"; function f(a) { go("ls " + a); }';
    expect(scan('a.ts', renamed)).toContain('CWE-78');
    const required = 'const { execSync: go } = require("child_process"); function f(a) { go("ls " + a); }';
    expect(scan('a.js', required)).toContain('CWE-78');
    const promised =
      'import { exec } from "child_process"; import { promisify } from "util"; const go = promisify(exec); function f(a) { go("ls " + a); }';
    expect(scan('a.ts', promised)).toContain('CWE-78');
    expect(
      scan('a.py', 'from subprocess import run as go\ndef f(a):\n    go("ls " + a, shell=True)\n'),
    ).toContain('CWE-78');
    expect(scan('a.ts', 'function exec(a) {} function f(a) { exec("ls " + a); }')).not.toContain('CWE-78');
  });

  it('follows a value that is overwritten before its use', () => {
    const cleaned = 'function f(el, name) { name = escapeHtml(name); el.innerHTML = "<b>" + name + "</b>"; }';
    expect(scan('a.js', cleaned)).toBe('0 findings in 1 files');
    const sometimes =
      'function f(el, name) { if (el.raw) { name = escapeHtml(name); } el.innerHTML = "<b>" + name + "</b>"; }';
    expect(scan('a.js', sometimes)).toContain('CWE-79');
  });

  it('says the same whatever the order of the files', () => {
    const files = SAFETY_CASES.map(({ flawed, path }, index) => ({ path: `${index}/${path}`, text: flawed }));
    expect(safetyScan.analyse([...files].reverse())).toBe(safetyScan.analyse(files));
  });

  it('survives hostile files and names those that it did not read', () => {
    const output = safetyScan.analyse(HOSTILE_FILES);
    expect(output).toContain('not scanned: huge.ts (longer than');
    expect(output).toContain('not scanned: deep.py (nested deeper than');
    expect(output).toContain('not scanned: nul.ts (binary)');
  });
});
