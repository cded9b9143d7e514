import { describe, expect, it } from 'vitest';
import { contendersOf, edited } from '../../support/edited.ts';
import { capstoneFigures, capstoneFiguresOf } from '../../support/reports.ts';

const compressionOf = (change: Parameters<typeof edited>[0]) =>
  capstoneFiguresOf(edited(change)).tracks.compression;

describe('the compression track', () => {
  it('compares bytes, and counts bits for each weight', () => {
    const { compression } = capstoneFigures({ sizes: { baseline: 9640, optimized: 2410 } }).tracks;
    expect(compression).toMatchObject({
      status: 'ok',
      model_size_bytes: 2410,
      baseline_size_bytes: 9640,
      compression_ratio: 4,
      bits_per_weight: 8,
      round_trip: true,
      score: 90,
      score_interval: null,
    });
  });

  it('takes the baseline’s weights where the optimized model does not tell its own', () => {
    const { bits_per_weight, parameters } = compressionOf((run) => {
      for (const model of run.models) if (model.id === 'optimized') model.parameters = null;
    });
    expect(bits_per_weight).toBeCloseTo((8 * 2442) / 2410, 4);
    expect(parameters).toBeNull();
  });

  it('is invalid where bytes do not give the same model back', () => {
    const track = compressionOf((run) => {
      for (const each of contendersOf(run, 'optimized')) each.changed = 17;
    });
    expect(track).toMatchObject({
      status: 'invalid',
      reason: 'optimized: 17 of 1000 predictions changed after the round trip through its bytes',
      round_trip: false,
      score: null,
      compression_ratio: null,
    });
  });

  it('fails where the bytes do not load, with the reason', () => {
    const run = edited((change) => {
      for (const each of contendersOf(change, 'optimized')) {
        Object.assign(each, { origin: 'trained', reason: 'from_bytes: KeyError: w2' });
      }
    });
    const { tracks, warnings } = capstoneFiguresOf(run);
    expect(tracks.compression).toMatchObject({
      status: 'failed',
      reason: 'optimized: from_bytes: KeyError: w2',
      round_trip: false,
    });
    expect([tracks.speed.status, tracks.accuracy.status, tracks.efficiency.status]).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
    expect(warnings.join()).toContain('The memory of optimized includes what training left behind');
  });

  it('fails where there are no bytes', () => {
    const track = compressionOf((run) => {
      for (const { serialized } of run.models.slice(1)) {
        Object.assign(serialized, {
          status: 'failed',
          reason: 'the model has no serialize()',
          size_bytes: null,
        });
      }
    });
    expect(track).toMatchObject({
      status: 'failed',
      reason: 'optimized: the model has no serialize()',
      score: null,
    });
    expect(track.baseline_size_bytes).toBe(9640);
  });

  it('fails where the loaded model does not predict', () => {
    const track = compressionOf((run) => {
      for (const each of contendersOf(run, 'baseline')) {
        Object.assign(each, {
          status: 'failed',
          reason: 'predict: ValueError',
          predictions: null,
          changed: null,
        });
      }
    });
    expect(track).toMatchObject({ status: 'failed', reason: 'baseline: predict: ValueError' });
  });

  it('does not take no bytes at all for a small model', () => {
    expect(
      compressionOf(({ models }) => {
        for (const { serialized } of models.slice(1)) serialized.size_bytes = 0;
      }),
    ).toMatchObject({ status: 'invalid', reason: 'optimized: its bytes hold nothing', score: null });
  });

  it('waits for the round trip', () => {
    expect(
      compressionOf((run) => {
        run.blocks = [];
      }),
    ).toMatchObject({
      status: 'skipped',
      reason: 'it was not reached',
      round_trip: null,
      model_size_bytes: 2442,
    });
  });
});
