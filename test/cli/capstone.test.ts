import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';
import { module, runCapstone } from './_capstone.ts';

describe('tito benchmark capstone', () => {
  it('--dry-run shows the plan, its seed and its curves, and executes nothing', async () => {
    const { exit, stdout, directory } = await runCapstone([
      '--dry-run',
      '--seed',
      '3',
      '--subject',
      'reference',
    ]);
    expect(exit).toBe(0);
    expect(stdout).toContain('nothing was executed');
    expect(stdout).toContain('time_ratio: 90 points at');
    expect(existsSync(join(directory, 'benchmarks'))).toBe(false);
  });

  it('--dry-run does not tell the seed of the test images', async () => {
    const { stdout } = await runCapstone(['--dry-run', '--format', 'json', '--subject', 'reference'], {
      random: () => 4711,
    });
    const { seed, ...plan } = JSON.parse(stdout);
    expect(seed).toBe(4711);
    expect(JSON.stringify(plan)).not.toContain('4711');
  });

  it('does not measure its own models where a package without a capstone is', async () => {
    const cwd = temporaryFolder({ 'tinytorch/__init__.py': '', 'tinytorch/core/tensor.py': '' });
    const { exit, stderr } = await runCapstone([], { cwd });
    expect(exit).toBe(5);
    expect(stderr).toContain('has no capstone yet');
    expect(stderr).toContain('tito benchmark capstone --init python');
  });

  it.each([
    [['--track', 'sped'], /'sped' is none of.*\n.*Did you mean 'speed'/],
    [['--image-size', '16'], /'16' is none of 8, 28/],
    [['--memory-limit', '0'], /no whole number above 0/],
    [['--resume'], /--resume goes with --roster/],
    [['--data', 'gone.npz'], /gone\.npz/],
  ])('%j is refused with a reason', async (words, reason) => {
    const { exit, stderr } = await runCapstone(words);
    expect([2, 3]).toContain(exit);
    expect(stderr).toMatch(reason);
  });

  it('says what a subject without a capstone lacks', async () => {
    const cwd = temporaryFolder({ 'tito.subject.js': "export default { name: 'mine' };" });
    const { exit, stdout } = await runCapstone(['--track', 'speed'], { cwd });
    expect(stdout).toContain('tito.subject.js has no capstone');
    expect(exit).toBe(4);
  });

  it('measures a JavaScript subject, with digits of a file', async () => {
    const cwd = temporaryFolder({});
    const rows = Array.from({ length: 300 }, (_, i) => {
      const pixels = Array.from({ length: 64 }, (_pixel, p) => (p % 10 === i % 10 ? 200 + (i % 50) : i % 7));
      return [i % 10, ...pixels].join(',');
    });
    const header = ['label', ...Array.from({ length: 64 }, (_, p) => `p${p}`)].join(',');
    writeFileSync(join(cwd, 'digits.csv'), [header, ...rows].join('\n'));
    const words = ['--subject', module('means'), '--data', 'digits.csv', '--budget', '2', '--format', 'json'];
    const { exit, stdout } = await runCapstone(words, { cwd });
    const { tracks, run } = JSON.parse(stdout);
    expect(run.plan.data).toMatchObject({ source: 'file', file: 'digits.csv', size: 8, test_count: 60 });
    expect(tracks.accuracy).toMatchObject({ status: 'ok', test_images: 60 });
    expect(exit).toBe(0);
  });
});

describe('tito benchmark submit', () => {
  it('without --check submits, which takes a member', async () => {
    const cwd = temporaryFolder({});
    const { exit, stderr } = await tito(['benchmark', 'submit'], { cwd, env: { HOME: cwd } });
    expect(exit).toBe(2);
    expect(stderr).toContain('You have not joined the community');
  });

  it('--check refuses what is no run, with the reason', async () => {
    const cwd = temporaryFolder({ 'notes.json': '{"a": 1}' });
    const { exit, stderr } = await tito(['benchmark', 'submit', '--check', 'notes.json'], { cwd });
    expect(exit).toBe(3);
    expect(stderr).toContain('is not a saved run');
    expect(readFileSync(join(cwd, 'notes.json'), 'utf8')).toBe('{"a": 1}');
  });
});
