import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/schema/run.ts';
import { reportRun } from '../../src/workflows/report-run.ts';
import { REPOSITORY } from '../support/context.ts';
import { buildRun } from '../support/runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';

const run = buildRun({ isolates: 2, pairs: 20, calls: 20, slower: { matmul: 3 } });
const FILE = 'baseline_20260131_120000.json';

/** A working directory with a results file as it is saved after a run. */
async function saved(
  kept: Run = run,
  edit: (document: Record<string, unknown>) => object = (document) => document,
): Promise<string> {
  const { report } = await reportRun(REPOSITORY, kept, '');
  return temporaryFolder({ [FILE]: JSON.stringify(edit(structuredClone(report.data))) });
}

describe('tito report', () => {
  it('shows the report of a saved run on the console', async () => {
    const { exit, stdout, stderr } = await tito(['report', FILE], { cwd: await saved() });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toContain('🎉 Baseline Benchmark Complete!');
    expect(stdout).toMatch(/Matrix Multiply: ⚡ \d\.\d+ms/);
  });

  it('gives the very document that was saved, as JSON', async () => {
    const cwd = await saved();
    const { stdout } = await tito(['report', FILE, '--format', 'json'], { cwd });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(cwd, FILE), 'utf8')));
  });

  it.each(['console', 'json', 'markdown', 'csv'])('gives the same %s each time', async (format) => {
    const cwd = await saved();
    const words = ['report', FILE, '--format', format];
    expect(await tito(words, { cwd, clock: () => 0, random: () => 5 })).toEqual(await tito(words, { cwd }));
  });

  it('writes to a file and leaves stdout empty', async () => {
    const cwd = await saved();
    const { exit, stdout } = await tito(['report', FILE, '--format', 'csv', '--output', 'out.csv'], { cwd });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' });
    expect(readFileSync(join(cwd, 'out.csv'), 'utf8')).toMatch(/^id,status,correct,/);
  });

  it('says where a file can not be written', async () => {
    const cwd = await saved();
    const { exit, stderr } = await tito(['report', FILE, '--output', `${FILE}/below.md`], { cwd });
    expect(exit).toBe(5);
    expect(stderr).toContain('could not be saved');
  });

  it('says that a run was wrong, and is done: it is the run that failed, not the report', async () => {
    const troubles = { matmul: { status: 'invalid' as const, reason: 'matmul is wrong' } };
    const { exit, stdout } = await tito(['report', FILE], { cwd: await saved(buildRun({ troubles })) });
    expect(exit).toBe(0);
    expect(stdout).toContain('❌ Matrix Multiply: matmul is wrong.');
  });
});

describe('a file that was edited', () => {
  const better = (document: Record<string, unknown>) => ({ ...document, score: 100, setup_verified: true });

  it('is reported from its samples, and what it states otherwise is named', async () => {
    const honest = await tito(['report', FILE], { cwd: await saved() });
    const edited = await tito(['report', FILE], { cwd: await saved(run, better) });
    expect(edited.stdout).toBe(honest.stdout);
    expect(edited.stderr).toMatch(/^score: the file says 100, its samples give \d+\.\n$/);
  });

  it('names a figure that was taken out', async () => {
    const without = ({ noise: _, ...document }: Record<string, unknown>) => document;
    const { exit, stderr } = await tito(['report', FILE], { cwd: await saved(run, without) });
    expect(exit).toBe(0);
    expect(stderr).toContain('noise: the file says nothing');
  });

  it('keeps stdout one document', async () => {
    const { stdout, stderr } = await tito(['report', FILE, '--format', 'json'], {
      cwd: await saved(run, better),
    });
    expect(JSON.parse(stdout).score).not.toBe(100);
    expect(stderr).not.toBe('');
  });
});

describe('a run that did not come to its end', () => {
  it('is rendered from its journal as interrupted', async () => {
    const { blocks, ...header } = run;
    const lines = [{ run: { ...header, finished_at: null, blocks: [] } }, { block: blocks[0] }];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const cwd = temporaryFolder({ 'killed.jsonl': `${text}{"block": {"workload": "mat` });
    const { exit, stdout, stderr } = await tito(['report', 'killed.jsonl'], { cwd });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toContain('Baseline Benchmark Interrupted');
    expect(stdout).toMatch(/Tensor Operations: ⚡ /);
    expect(stdout).toContain('Score: none yet');
    expect(stdout).not.toContain('Setup verified and working!');
  });
});

describe('a file that can not be reported', () => {
  it.each([
    ['is not there', null, 3, 'there is no such file'],
    ['is empty', '', 3, 'ends in the middle'],
    ['is cut off', '{"schema_version": 1, "run": {"plan"', 3, 'ends in the middle'],
    ['is from a newer tito', '{"schema_version": 99}', 3, 'Update tito'],
    ['is something else', '{"name": "package"}', 3, 'is not a saved run'],
  ])('because it %s is explained', async (_, text, code, sentence) => {
    const cwd = temporaryFolder();
    if (text !== null) writeFileSync(join(cwd, 'run.json'), text);
    const { exit, stdout, stderr } = await tito(['report', 'run.json'], { cwd });
    expect({ exit, stdout }).toEqual({ exit: code, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  it('is explained as JSON where JSON was asked for', async () => {
    const { exit, stdout } = await tito(['report', 'gone.json', '--format', 'json'], {
      cwd: temporaryFolder(),
    });
    expect(exit).toBe(3);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'unreadable_file' });
  });

  it('suggests the format that was meant', async () => {
    const { exit, stderr } = await tito(['report', FILE, '--format', 'jsn'], { cwd: await saved() });
    expect(exit).toBe(2);
    expect(stderr).toContain("Did you mean 'json'?");
  });
});
