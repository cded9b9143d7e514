import { describe, expect, it } from 'vitest';
import { TRACKS } from '../../../src/schema/capstone-suite.ts';
import { edited } from '../../support/edited.ts';
import { capstoneFigures, capstoneFiguresOf } from '../../support/reports.ts';

describe('the overall score', () => {
  it('is the mean of the tracks, and lies within its interval', () => {
    const { overall_score, overall_score_interval, tracks } = capstoneFigures();
    const scores = TRACKS.map((id) => tracks[id].score ?? Number.NaN);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(Math.abs((overall_score ?? Number.NaN) - mean)).toBeLessThanOrEqual(1);
    expect(overall_score_interval?.[0]).toBeLessThanOrEqual(overall_score ?? Number.NaN);
    expect(overall_score_interval?.[1]).toBeGreaterThanOrEqual(overall_score ?? Number.NaN);
  });

  it('follows the weights of the plan', () => {
    const run = edited(({ plan }) => {
      plan.scoring.tracks.compression.weight = 1000;
    });
    const { overall_score, tracks } = capstoneFiguresOf(run);
    expect(overall_score).toBe(tracks.compression.score);
    expect(capstoneFigures().overall_score).not.toBe(tracks.compression.score);
  });

  it('is null where one track has no score', () => {
    const run = edited(({ models }) => {
      for (const { serialized } of models) serialized.status = 'failed';
    });
    const { overall_score, overall_score_interval, tracks } = capstoneFiguresOf(run);
    expect([overall_score, overall_score_interval]).toEqual([null, null]);
    expect(tracks.speed.score).toBeGreaterThan(0);
  });
});

it('states the first document’s figures once more, flat', () => {
  const { metrics, tracks, overall_score } = capstoneFigures();
  expect(metrics).toEqual({
    inference_latency_ms: tracks.speed.latency_ms?.p50,
    throughput_per_s: tracks.speed.throughput_per_s,
    model_size_mb: 0.00232887,
    compression_ratio: tracks.compression.compression_ratio,
    accuracy: tracks.accuracy.accuracy,
    overall_score,
  });
});
