import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedTemporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';
import { type Reported, reportCapstone } from './_capstone.ts';

const cwd = sharedTemporaryFolder();
let first: Reported;

beforeAll(async () => {
  // The wall clock, as the checker compares it with the times that were measured.
  first = await reportCapstone(['--subject', 'reference', '--seed', '7'], { cwd, clock: Date.now });
}, 180_000);

const savedFile = () => `benchmarks/${readdirSync(join(cwd, 'benchmarks'))[0]}`;

/** Checks a document as it would be after somebody has edited it. */
async function checkEdited(edit: (document: ReturnType<typeof JSON.parse>) => void) {
  const document = JSON.parse(first.text);
  edit(document);
  writeFileSync(join(cwd, 'edited.json'), JSON.stringify(document));
  const words = ['benchmark', 'submit', '--check', 'edited.json', '--format', 'json'];
  const { exit, stdout } = await tito(words, { cwd });
  return { exit, findings: JSON.parse(stdout).findings as { rule: string; where: string }[] };
}

describe('the capstone of the reference', () => {
  it('trains a classifier that is right for more than nine of ten images, and less than all', () => {
    const { accuracy, baseline_accuracy, test_images } = first.report.tracks.accuracy;
    expect(test_images).toBe(1000);
    for (const share of [accuracy, baseline_accuracy]) {
      expect(share).toBeGreaterThan(0.9);
      expect(share).toBeLessThan(1);
    }
  });

  it('makes it more than 3.5 times smaller for less than 2 points of accuracy', () => {
    const { compression, accuracy } = first.report.tracks;
    expect(compression.compression_ratio).toBeGreaterThan(3.5);
    expect(compression.round_trip).toBe(true);
    expect(accuracy.accuracy_change).toBeGreaterThan(-0.02);
  });

  it('makes it faster, with an interval that says so', () => {
    const { speedup_ci95, isolates } = first.report.tracks.speed;
    expect(speedup_ci95?.[0]).toBeGreaterThan(1);
    expect(isolates).toBe(4);
  });

  it('has a score for every track and exits with 0', () => {
    const { tracks, overall_score } = first.report;
    expect(Object.values(tracks).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(overall_score).toBeGreaterThan(0);
    expect(first.exit).toBe(0);
  });

  it('saves what it has printed', () => {
    expect(readdirSync(join(cwd, 'benchmarks'))).toEqual([
      expect.stringMatching(/^capstone_\d{8}_\d{6}\.json$/),
    ]);
    expect(readFileSync(join(cwd, savedFile()), 'utf8')).toBe(first.text);
  });

  it('is taken by the checker, and its report can be made again', async () => {
    const file = savedFile();
    const check = await tito(['benchmark', 'submit', '--check', file], { cwd });
    expect({ exit: check.exit, stdout: check.stdout }).toMatchObject({ exit: 0 });
    const again = await tito(['report', file, '--format', 'json'], { cwd });
    expect(again).toMatchObject({ exit: 0, stderr: '' });
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(first.text));
  });

  it('is refused by the checker where one sample, one prediction or the score was edited', async () => {
    const sample = await checkEdited(({ run }) => {
      run.blocks[1].phases[0].contenders[1].slices_ms[0] *= 0.9;
    });
    expect(sample.exit).toBe(4);
    expect(sample.findings.map(({ where }) => where)).toContain(
      'blocks[1].phases[0].contenders[1].slices_ms',
    );
    const prediction = await checkEdited(({ run }) => {
      const { predictions } = run.models[1];
      run.models[1].predictions = `${(Number(predictions[0]) + 1) % 10}${predictions.slice(1)}`;
    });
    expect(prediction.exit).toBe(4);
    expect(prediction.findings.map(({ where }) => where)).toContain('models[1].predictions');
    const score = await checkEdited((document) => {
      document.overall_score += 1;
    });
    expect(score.exit).toBe(4);
    expect(score.findings.map(({ where }) => where)).toEqual(['overall_score']);
  });

  it('is refused where the labels are not those that the seed draws', async () => {
    const { exit, findings } = await checkEdited(({ run }) => {
      run.test.labels = run.models[1].predictions;
    });
    expect(exit).toBe(4);
    expect(findings.map(({ rule }) => rule)).toContain('labels_differ');
  });

  it('gives the same models and predictions for the same seed, and other times', async () => {
    const again = await reportCapstone(['--subject', 'reference', '--seed', '7', '--track', 'accuracy']);
    const facts = ({ run }: Reported) =>
      run.models.map(({ predictions, serialized }) => ({ predictions, sha256: serialized.sha256 }));
    expect(facts(again)).toEqual(facts(first));
    expect(again.run.test).toEqual(first.run.test);
    expect(again.run.models[0]?.train_ms).not.toBe(first.run.models[0]?.train_ms);
    expect(again.report.overall_score).toBeNull();
  }, 180_000);

  it('gives other data and other models for another seed', async () => {
    const other = await reportCapstone(['--subject', 'reference', '--seed', '8', '--track', 'compression']);
    expect(other.run.test?.test_sha256).not.toBe(first.run.test?.test_sha256);
    expect(other.run.models[0]?.serialized.sha256).not.toBe(first.run.models[0]?.serialized.sha256);
  }, 180_000);
});
