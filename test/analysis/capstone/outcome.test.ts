import { describe, expect, it } from 'vitest';
import type { CapstoneRun, Phase } from '../../../src/schema/capstone-run.ts';
import { TRACKS } from '../../../src/schema/capstone-suite.ts';
import { contendersOf, edited, phasesOf } from '../../support/edited.ts';
import { capstoneFigures, capstoneFiguresOf } from '../../support/reports.ts';

const tracksOf = (run: CapstoneRun) => capstoneFiguresOf(run).tracks;
const statuses = (run: CapstoneRun) => TRACKS.map((id) => tracksOf(run)[id].status).join(' ');

describe('tracks that were not asked for', () => {
  it.each(TRACKS)('are skipped beside %s, without figures', (track) => {
    const { tracks, overall_score } = capstoneFigures({ tracks: [track] });
    expect(tracks[track].status).toBe('ok');
    expect(overall_score).toBeNull();
    for (const id of TRACKS.filter((each) => each !== track)) {
      const { status, reason, score } = tracks[id];
      expect({ status, reason, score }).toEqual({
        status: 'skipped',
        reason: `not asked for (--track ${track})`,
        score: null,
      });
    }
    if (track !== 'compression') expect(tracks.compression.model_size_bytes).toBeNull();
    if (track !== 'efficiency') expect(tracks.efficiency.peak_memory_bytes).toBeNull();
  });
});

describe('a model that can not be trained', () => {
  const broken = edited((run) => {
    run.blocks = [];
    run.models = run.models.map((model, i) => ({
      ...model,
      status: i === 0 ? 'failed' : 'skipped',
      reason: i === 0 ? 'baseline(data): ValueError: shapes' : 'it needs the baseline',
      predictions: null,
      serialized: { status: 'skipped', encoding: null, size_bytes: null, sha256: null },
    }));
  });

  it('fails every track with its own reason', () => {
    expect(statuses(broken)).toBe('failed failed failed failed');
    expect(tracksOf(broken).speed.reason).toBe('baseline(data): ValueError: shapes');
  });

  it('that is not built yet is skipped', () => {
    const unbuilt = structuredClone(broken);
    Object.assign(unbuilt.models[0] ?? {}, {
      status: 'skipped',
      reason: 'NotImplementedError: build module 15',
    });
    expect(statuses(unbuilt)).toBe('skipped skipped skipped skipped');
    expect(tracksOf(unbuilt).accuracy.reason).toBe('baseline: NotImplementedError: build module 15');
  });

  it('because writing the other one’s bytes ended the process says so', () => {
    const ended = structuredClone(broken);
    Object.assign(ended.models[0] ?? {}, {
      status: 'ok',
      serialized: {
        status: 'failed',
        reason: 'the process ended',
        encoding: null,
        size_bytes: null,
        sha256: null,
      },
    });
    Object.assign(ended.models[1] ?? {}, { reason: 'it was not reached' });
    expect(tracksOf(ended).speed).toMatchObject({ status: 'failed', reason: 'baseline: the process ended' });
  });
});

describe('a model that fails while it is measured', () => {
  /** As it is recorded: the phase in which it failed is the last one. */
  const failingIn = (phase: Phase['phase']) =>
    edited(
      (run) => {
        for (const { phases } of run.blocks) {
          phases.splice(phases.findIndex((each) => each.phase === phase) + 1);
        }
        for (const each of contendersOf(run, 'optimized')) {
          Object.assign(each, { status: 'failed', reason: 'predict: MemoryError' });
        }
      },
      { isolates: 1 },
    );

  it.each([
    ['latency', 'failed ok ok failed'],
    ['throughput', 'failed ok ok failed'],
    ['energy', 'ok ok ok failed'],
  ] as const)('in %s leaves the other tracks standing', (phase, expected) => {
    expect(statuses(failingIn(phase))).toBe(expected);
    expect(tracksOf(failingIn(phase)).efficiency.reason).toBe('optimized: predict: MemoryError');
  });

  it('has no figures of what failed', () => {
    const { speedup, latency_ms, score } = tracksOf(failingIn('throughput')).speed;
    expect([speedup, latency_ms, score]).toEqual([null, null, null]);
  });
});

describe('a run that was cut off', () => {
  it('before anything was trained reached no track', () => {
    const run = edited((change) =>
      Object.assign(change, { test: null, models: [], blocks: [], interrupted: true }),
    );
    expect(statuses(run)).toBe('skipped skipped skipped skipped');
    expect(tracksOf(run).speed.reason).toBe('it was not reached');
    expect(capstoneFiguresOf(run).warnings.join()).toContain('interrupted');
  });

  it('before the energy phase has the other tracks', () => {
    const run = edited((change) => {
      for (const block of change.blocks)
        block.phases = block.phases.filter(({ phase }) => phase !== 'energy');
    });
    expect(statuses(run)).toBe('ok ok ok skipped');
  });
});

describe('timed predictions that are not the scored ones', () => {
  const changed = (phase: Phase['phase'], share: number) =>
    edited((run) => {
      for (const each of phasesOf(run, phase, 'optimized')) each.changed = Math.floor(share * each.predicted);
    });

  it.each(['latency', 'throughput', 'energy'] as const)(
    'in %s make speed and efficiency invalid',
    (phase) => {
      expect(statuses(changed(phase, 0.02))).toBe('invalid ok ok invalid');
      const { reason, speedup } = tracksOf(changed(phase, 0.02)).speed;
      expect(reason).toMatch(/^optimized: [\d,]+ of [\d,]+ predictions made while timed differ from those/);
      expect(speedup).toBeNull();
    },
  );

  it('are excused up to one of a hundred, for near ties', () => {
    expect(statuses(changed('latency', 0.01))).toBe('ok ok ok ok');
  });

  it('of another model than the one that was scored is worth nothing', () => {
    const run = edited((change) => {
      for (const each of contendersOf(change, 'optimized')) each.changed = 17;
    });
    expect(statuses(run)).toBe('invalid invalid ok invalid');
    expect(tracksOf(run).speed.reason).toBe(
      'optimized: 17 of 1,000 predictions in a fresh process differ from those that were scored',
    );
  });
});

describe('a clock that stands still', () => {
  it('makes speed and efficiency invalid', () => {
    const run = edited((change) => {
      for (const each of phasesOf(change, 'energy', 'optimized')) each.wall_ms *= 2.1;
    });
    expect(statuses(run)).toBe('invalid ok ok invalid');
    expect(tracksOf(run).speed.reason).toBe("optimized: the clock in the process and tito's own disagree");
  });

  it('is not suspected for the way to the process and back', () => {
    const run = edited((change) => {
      for (const each of phasesOf(change, 'energy', 'optimized')) each.wall_ms *= 1.8;
    });
    expect(statuses(run)).toBe('ok ok ok ok');
  });
});
