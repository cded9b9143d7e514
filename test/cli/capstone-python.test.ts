import { afterEach, describe, expect, it, vi } from 'vitest';
import { hasNumpy, python, type Reported, reportCapstone, runCapstone } from './_capstone.ts';

/** Enough for an interval; figures are not looked at more closely here. */
const QUICK = ['--seed', '5', '--budget', '2'];

const measured = new Map<string, Promise<Reported>>();
/** Each fixture is trained once, whatever is looked at. */
const measure = (name: string, words: readonly string[] = []): Promise<Reported> => {
  const key = [name, ...words].join(' ');
  const report = measured.get(key) ?? reportCapstone(['--subject', python(name), ...QUICK, ...words]);
  measured.set(key, report);
  return report;
};

describe.skipIf(!hasNumpy)('the capstone of a TinyTorch package', () => {
  it('goes through all four tracks', async () => {
    const { report, exit } = await measure('capstone');
    expect(exit).toBe(0);
    expect(Object.values(report.tracks).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(report.overall_score).toBeGreaterThan(0);
    expect(report.subject).toMatchObject({ kind: 'python', name: 'tinytorch' });
  });

  it('shows a vectorised product as speed', async () => {
    const { speed } = (await measure('capstone')).report.tracks;
    expect(speed.speedup).toBeGreaterThan(1);
    expect(speed.throughput_speedup).toBeGreaterThan(2);
  });

  it('shows int8 weights as size', async () => {
    const { compression } = (await measure('capstone')).report.tracks;
    expect(compression.baseline_size_bytes).toBeGreaterThanOrEqual(9640);
    expect(compression.baseline_size_bytes).toBeLessThan(9640 * 1.01);
    expect(compression.compression_ratio).toBeGreaterThan(3.5);
  });

  it('shows no gain in size for pruning without sparse storage', async () => {
    const { compression } = (await measure('pruned', ['--track', 'compression'])).report.tracks;
    expect(compression).toMatchObject({ status: 'ok', compression_ratio: 1 });
  });

  it('shows over-pruning as lost accuracy', async () => {
    const { report } = await measure('overpruned', ['--track', 'accuracy']);
    const { accuracy_change, mcnemar_p } = report.tracks.accuracy;
    expect(accuracy_change).toBeLessThan(-0.2);
    expect(mcnemar_p).toBeLessThan(0.001);
  });

  it('counts int8 that is kept as float32 as float32', async () => {
    const { compression } = (await measure('claimed_int8', ['--track', 'compression'])).report.tracks;
    expect(compression.compression_ratio).toBeLessThan(1.1);
  });

  it('allows a nearest neighbour: right, slow and large', async () => {
    const { report } = await measure('nearest_neighbour');
    const { speed, compression, accuracy } = report.tracks;
    expect(accuracy).toMatchObject({ status: 'ok' });
    expect(accuracy.accuracy).toBeGreaterThan(0.8);
    expect(speed.speedup).toBeLessThan(1);
    expect(compression.compression_ratio).toBeLessThan(1);
  });

  it('is invalid where other predictions are timed than were scored', async () => {
    const { report, exit } = await measure('lazy_when_timed');
    expect(report.tracks.speed).toMatchObject({ status: 'invalid', score: null, speedup: null });
    expect(report.tracks.speed.reason).toMatch(
      /predictions made while timed differ from those that were scored/,
    );
    expect(report.overall_score).toBeNull();
    expect(exit).toBe(4);
  });

  it('does not gain from remembering answers by the place of the image', async () => {
    const { speed } = (await measure('remembering', ['--track', 'speed'])).report.tracks;
    expect(speed.status).toBe('invalid');
  });

  it('is not moved by clocks that stand still', async () => {
    const { speed } = (await measure('stopped_clock', ['--track', 'speed'])).report.tracks;
    if (speed.status === 'ok') expect(speed.speedup).toBeLessThan(100);
    else expect(speed.reason).toContain('clock');
  });
});

describe.skipIf(!hasNumpy)('what goes wrong in a capstone', () => {
  const withFault = (fault: string, words: readonly string[] = []) => {
    vi.stubEnv('FAULT', fault);
    return reportCapstone(['--subject', python('faulty'), ...QUICK, ...words]);
  };
  afterEach(() => vi.unstubAllEnvs());

  it('is named where a model raises, with exit code 4', async () => {
    const { report, exit } = await withFault('raise');
    for (const track of Object.values(report.tracks)) {
      expect(track).toMatchObject({ status: 'failed', score: null });
      expect(track.reason).toContain('ValueError: first line second line');
    }
    expect(exit).toBe(4);
  });

  it.each([
    ['nan', /NaN/],
    ['nine', /instead of/],
    ['exit', /ended/],
  ])('is named where predictions are %s', async (fault, reason) => {
    const { report } = await withFault(fault);
    expect(report.tracks.accuracy).toMatchObject({ status: 'failed' });
    expect(report.tracks.accuracy.reason).toMatch(reason);
  });

  it.each(['unserialisable', 'unreadable'])('fails compression alone where a model is %s', async (fault) => {
    const { report } = await withFault(fault);
    const { compression, speed, accuracy, efficiency } = report.tracks;
    expect(compression.status).toBe('failed');
    expect([speed.status, accuracy.status, efficiency.status]).toEqual(['ok', 'ok', 'ok']);
    expect(report.overall_score).toBeNull();
  });

  it('is skipped where it is not built yet, with exit code 5', async () => {
    vi.stubEnv('FAULT', 'not built');
    const { exit, stdout } = await runCapstone(['--subject', python('faulty'), ...QUICK]);
    expect(stdout).toContain('build it first');
    expect(exit).toBe(5);
  });

  it('ends at the limit where training never does', async () => {
    const { report } = await withFault('hang', ['--train-limit', '1.5']);
    expect(report.tracks.speed.reason).toMatch(/baseline.*gave no answer within 1.5 s/);
  });

  it('ends at the limit where memory blows up', async () => {
    const { report } = await withFault('memory', ['--memory-limit', '300']);
    expect(report.tracks.speed.reason).toMatch(/used more than 300 MiB of memory/);
  });
});
