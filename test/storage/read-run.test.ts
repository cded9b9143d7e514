import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TitoError } from '../../src/errors.ts';
import { type JournalLine, openJournal } from '../../src/storage/journal.ts';
import { readRun } from '../../src/storage/read-run.ts';
import { buildCapstoneRun } from '../support/capstone-runs.ts';
import { buildRun } from '../support/runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = buildRun({ isolates: 1, pairs: 4, calls: 3 });
const results = `${JSON.stringify({ schema_version: 1, score: 85, run })}\n`;

function saved(text: string, name = 'run.json'): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

function refusal(file: string): TitoError {
  try {
    readRun(file);
  } catch (error) {
    if (error instanceof TitoError) return error;
    throw error;
  }
  throw new Error('It was read without complaint.');
}

describe('a results file', () => {
  it('gives its run, and what it states beside it', () => {
    expect(readRun(saved(results))).toEqual({ run, stated: { schema_version: 1, score: 85, run } });
  });

  it('is known to be truncated wherever it was cut', () => {
    const text = results.trimEnd();
    const file = saved('');
    const codes = new Set<string>();
    // Every place of the head, where all kinds of values stand, then here and there.
    for (let end = 0; end < text.length; end += end < 1000 ? 1 : 397) {
      writeFileSync(file, text.slice(0, end));
      codes.add(refusal(file).code);
    }
    expect([...codes]).toEqual(['truncated_run']);
  });

  it('that is truncated says so, and what to do', () => {
    const file = saved(results.slice(0, 500));
    const { message, hint, exit } = refusal(file);
    expect(message).toContain(`${file} ends in the middle`);
    expect(hint).toContain('journal');
    expect(exit).toBe(3);
  });

  it.each([
    ['in the report', { schema_version: 2, run }],
    ['in the run', { schema_version: 1, run: { ...run, schema_version: 2 } }],
    ['without a run that is known here', { schema_version: 2, measurement: {} }],
  ])('of a newer schema is left to a newer tito: %s', (_, document) => {
    const { code, message, hint } = refusal(saved(JSON.stringify(document)));
    expect(code).toBe('newer_schema');
    expect(message).toContain('schema 2; this one reads up to 1');
    expect(hint).toContain('Update tito');
  });

  it.each([
    ['no JSON', 'score: 85\nrun: none\n'],
    ['JSON with a mistake in the middle', results.replace('"score":85', '"score":eighty-five')],
    ['a list', '[1, 2]'],
    ['a number', '85'],
    ['null', 'null'],
    ['an object without a run', '{"score": 85}'],
    ['a run that is none', '{"run": [1]}'],
    ['two documents', '{}\n{}'],
  ])('that is %s is not a saved run', (_, text) => {
    const { code, message } = refusal(saved(text));
    expect(code).toBe('not_a_run');
    expect(message).toContain('is not a saved run');
  });

  it('holds a capstone as well', () => {
    const capstone = buildCapstoneRun({ isolates: 1, pairs: 4, calls: 3 });
    expect(readRun(saved(JSON.stringify({ run: capstone }))).run).toEqual(capstone);
  });

  it('of a kind that is not known here says so', () => {
    const unknown = { run: { ...run, plan: { ...run.plan, kind: 'marathon' } } };
    expect(refusal(saved(JSON.stringify(unknown))).message).toContain(
      'run.plan.kind is none of: baseline, capstone',
    );
  });

  it('is checked by the schema of its own kind', () => {
    const confused = { run: { ...run, plan: { ...run.plan, kind: 'capstone' } } };
    expect(refusal(saved(JSON.stringify(confused))).message).toContain('run.plan');
  });

  it('with a wrong value names the field', () => {
    const wrong = { run: { ...run, plan: { ...run.plan, seed: -1 } } };
    expect(refusal(saved(JSON.stringify(wrong))).message).toContain('run.plan.seed');
  });

  it('with slices of no calls at all is not believed', () => {
    const broken = structuredClone(run);
    Object.assign(broken.blocks[0]?.contenders[0] ?? {}, { calls_per_slice: 0 });
    expect(refusal(saved(JSON.stringify({ run: broken }))).message).toContain('at least one call');
  });

  it('with a turn that has no slice is not believed', () => {
    const broken = structuredClone(run);
    broken.blocks[0]?.contenders[0]?.slices_ms.pop();
    expect(refusal(saved(JSON.stringify({ run: broken }))).message).toContain('run.blocks.0');
  });
});

describe('a path', () => {
  it('that leads nowhere says so', () => {
    const { code, message } = refusal(join(temporaryFolder(), 'gone.json'));
    expect(code).toBe('unreadable_file');
    expect(message).toContain('there is no such file');
  });

  it('that is a folder says so', () => {
    const { code, message } = refusal(temporaryFolder());
    expect(code).toBe('unreadable_file');
    expect(message).toContain('it is a folder');
  });

  it('below a file says so', () => {
    expect(refusal(join(saved(results), 'below.json')).code).toBe('unreadable_file');
  });
});

describe('a journal', () => {
  const { blocks, ...rest } = run;
  const started = { ...rest, finished_at: null, subject: { ...run.subject, name: 'unknown' }, blocks: [] };
  const lines: JournalLine[] = [
    { run: started },
    { subject: run.subject },
    ...blocks.map((block): JournalLine => ({ block })),
  ];

  function journalOf(...written: JournalLine[]): string {
    const file = join(temporaryFolder(), 'run.jsonl');
    const journal = openJournal(file);
    for (const line of written) journal.append(line);
    return file;
  }

  it('of a killed run is an interrupted run with what was finished', () => {
    expect(readRun(journalOf(...lines.slice(0, 4)))).toEqual({
      run: { ...started, subject: run.subject, interrupted: true, blocks: blocks.slice(0, 2) },
      stated: null,
    });
  });

  it('without its last line, which a kill cut off, keeps the others', () => {
    const whole = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(readRun(saved(whole.slice(0, -20), 'run.jsonl')).run).toMatchObject({
      blocks: blocks.slice(0, -1),
    });
  });

  it('whose first line was cut off holds nothing', () => {
    const { code, hint } = refusal(saved(JSON.stringify(lines[0]).slice(0, 200), 'run.jsonl'));
    expect(code).toBe('truncated_run');
    expect(hint).toContain('measure again');
  });

  it('that is empty holds nothing', () => {
    expect(refusal(saved('', 'run.jsonl')).code).toBe('truncated_run');
  });

  it.each(['{"block": {"workl', '5', 'null'])(
    'with the damaged line %j in the middle names it',
    (damaged) => {
      const text = lines.map((line, i) => (i === 2 ? damaged : JSON.stringify(line))).join('\n');
      const file = saved(`${text}\n`, 'run.jsonl');
      const { code, message } = refusal(file);
      expect(code).toBe('not_a_run');
      expect(message).toContain(`${file}:3`);
    },
  );

  it('of a newer schema is left to a newer tito', () => {
    const newer = JSON.stringify({ run: { ...started, schema_version: 2 } });
    expect(refusal(saved(newer, 'run.jsonl')).code).toBe('newer_schema');
  });
});

it('takes a name that ends like a journal for a folder, too', () => {
  const folder = join(temporaryFolder(), 'run.jsonl');
  mkdirSync(folder);
  expect(refusal(folder).message).toContain('it is a folder');
});
