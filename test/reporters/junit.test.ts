import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/contracts.ts';
import reporter from '../../src/reporters/junit.ts';
import { reportRun } from '../../src/workflows/report-run.ts';
import { buildCapstoneRun } from '../support/capstone-runs.ts';
import { REPOSITORY } from '../support/context.ts';
import { buildRun } from '../support/runs.ts';

const render = (report: Partial<Report>) =>
  String(reporter.render({ data: {}, rows: [], parts: [], ...report }, { colour: false, unicode: true }));

interface Element {
  tag: string;
  attributes: Record<string, string>;
  text: string;
  children: Element[];
}

const PROGRAM = `
import json, sys, xml.etree.ElementTree as tree
def dump(e): return {'tag': e.tag, 'attributes': e.attrib, 'text': e.text or '', 'children': [dump(c) for c in e]}
print(json.dumps([dump(tree.fromstring(each.encode())) for each in json.load(sys.stdin)]))`;

/** What a real XML parser makes of the documents; it refuses what is not well-formed. */
function parse(documents: readonly string[]): Element[] {
  const input = JSON.stringify(documents);
  return JSON.parse(execFileSync('python3', ['-c', PROGRAM], { input, encoding: 'utf8' }));
}
const parseOne = (document: string): Element => {
  const [root] = parse([document]);
  if (!root) throw new RangeError('no document');
  return root;
};
const casesOf = (root: Element): Element[] =>
  root.children.flatMap(({ children }) => children.filter(({ tag }) => tag === 'testcase'));

describe('junit', () => {
  it('keeps any text as it is, but for what XML has no way to write', () => {
    const reason = fc.string({
      unit: fc.constantFrom(
        'a',
        '<',
        '>',
        '&',
        '"',
        "'",
        ']]>',
        '\n',
        '\t',
        '\r',
        '\u0000',
        '\u001b',
        '\ufffe',
        '\ud800',
        'é',
        '😀',
      ),
    });
    const reasons = fc.sample(fc.tuple(reason, reason), { numRuns: 100, seed: 1 });
    const documents = reasons.map(([why, name]) =>
      render({ rows: [{ task: 'a', model: name, arm: 'tools', status: 'failed', reason: why }] }),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these can't be written
    const writable = (text: string) => text.replace(/[\u0000\u001b\ufffe]|\ud800(?![\udc00-\udfff])/g, '');
    for (const [i, root] of parse(documents).entries()) {
      const [testcase] = casesOf(root);
      const [why = '', name = ''] = reasons[i] ?? [];
      expect(testcase?.attributes.name).toBe(`${writable(name)} tools`);
      expect(testcase?.children.find(({ tag }) => tag === 'error')?.attributes.message).toBe(writable(why));
    }
  });

  it('has a suite for each task and counts what it has', () => {
    const rows = [
      { task: 'a', model: 'm', arm: 'baseline', status: 'ok', duration_p50_ms: 1500, reason: null },
      { task: 'a', model: 'm', arm: 'tools', status: 'failed', duration_p50_ms: null, reason: 'all failed' },
      { task: 'b', model: 'm', arm: 'baseline', status: 'ok', reason: '1 of 8 samples failed' },
      { task: 'b', model: 'm', arm: 'tools', status: 'skipped', reason: null },
    ];
    const root = parseOne(
      render({ data: { benchmark_type: 'tasks', timestamp: '2026-01-31T12:00:00.000Z' }, rows }),
    );
    expect(root.attributes).toMatchObject({ tests: '4', errors: '1', failures: '0', skipped: '1' });
    expect(
      root.children.map(({ attributes }) => [attributes.name, attributes.tests, attributes.errors]),
    ).toEqual([
      ['a', '2', '1'],
      ['b', '2', '0'],
    ]);
    const [first, second, third] = casesOf(root);
    expect(first?.attributes).toEqual({ name: 'm baseline', classname: 'tito.tasks.a', time: '1.5' });
    expect(second?.attributes.time).toBeUndefined();
    // Some failed: that is said, and the case is not red.
    expect(third?.children.map(({ tag, text }) => [tag, text])).toEqual([
      ['system-out', '1 of 8 samples failed'],
    ]);
  });

  it('makes one suite of any other report, wrong results failures', async () => {
    const baseline = await reportRun(
      REPOSITORY,
      buildRun({ troubles: { matmul: { status: 'invalid', reason: 'matmul is wrong' } } }),
      '',
    );
    const capstone = await reportRun(REPOSITORY, buildCapstoneRun({ tracks: ['speed'], pairs: 10 }), '');
    const [one, two] = parse([render(baseline.report), render(capstone.report)]);
    expect(one?.attributes).toMatchObject({ tests: '3', failures: '1', errors: '0' });
    expect(one?.children.map(({ attributes }) => attributes.name)).toEqual(['tito baseline']);
    const names = two && casesOf(two).map(({ attributes }) => attributes.name);
    expect(names).toEqual(['speed', 'compression', 'accuracy', 'efficiency']);
    expect(two?.attributes).toMatchObject({ tests: '4', skipped: '3' });
  });

  it('is a document without rows too, such as for a list', () => {
    const root = parseOne(render({ data: { benchmark_type: 'tasks' } }));
    expect(root.attributes).toMatchObject({ name: 'tito tasks', tests: '0' });
  });

  it('says the words of the report once', () => {
    const rows = ['a', 'b'].map((task) => ({ task, model: 'm', arm: 'tools', status: 'ok' }));
    const text = render({
      rows,
      parts: [
        {
          kind: 'facts',
          icon: '',
          title: 'Verdict',
          facts: [{ label: 'Time', value: '40 %', note: 'faster' }],
        },
        { kind: 'message', icon: '', tone: 'warning', text: 'estimated <tokens>' },
        { kind: 'message', icon: '', tone: 'hint', text: 'next' },
      ],
    });
    const [first, second] = parseOne(text).children;
    const said = first?.children.filter(({ tag }) => tag.startsWith('system-')).map((each) => each.text);
    expect(said).toEqual(['Verdict\n  Time: 40 % (faster)', 'estimated <tokens>']);
    expect(second?.children.map(({ tag }) => tag)).toEqual(['testcase']);
  });
});
