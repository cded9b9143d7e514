import { describe, expect, it } from 'vitest';
import type { CapstoneRun } from '../../../src/schema/capstone-run.ts';
import { buildCapstoneRun, type CapstoneOptions } from '../../support/capstone-runs.ts';
import { findingsOf } from '../../support/checked.ts';
import { contendersOf, edited, phasesOf } from '../../support/edited.ts';

const verdicts = (run: CapstoneRun) => findingsOf(run).map(({ rule, severity }) => `${rule} ${severity}`);
const of = (options: CapstoneOptions) => verdicts(buildCapstoneRun(options));

describe('a speed-up', () => {
  it('of 30 is unusual', () => {
    expect(of({ speedup: 30, throughput_speedup: 30 })).toEqual(['speedup_unusual warned']);
  });

  it('of 150, loops replaced by vectors, is unusual where the processor’s clock saw it as well', () => {
    expect(of({ speedup: 150, throughput_speedup: 150 })).toEqual(['speedup_unusual warned']);
  });

  it('that is a pause in the baseline is refused: the processor did not work', () => {
    const run = edited(
      (change) => {
        for (const phase of ['latency', 'throughput', 'energy'] as const)
          for (const each of phasesOf(change, phase, 'baseline'))
            each.slices_cpu_ms = each.slices_cpu_ms.map((ms) => ms / 100);
      },
      { speedup: 60, throughput_speedup: 60 },
    );
    expect(verdicts(run)).toEqual(['speedup_implausible refused', 'waits_while_timed refused']);
  });

  it('that only the slices’ times show is refused', () => {
    const run = edited((change) => {
      for (const each of phasesOf(change, 'latency', 'optimized'))
        each.slices_ms = each.slices_ms.map((ms) => ms / 8);
    });
    expect(verdicts(run)).toContain('speedup_implausible refused');
  });
});

describe('a compression ratio', () => {
  const sized = (optimized: number, parameters: number | null = 2410, wrong = 58) =>
    verdicts(
      edited(
        ({ models }) => {
          for (const model of models) if (model.id === 'optimized') model.parameters = parameters;
        },
        { sizes: { baseline: 9640, optimized }, wrong: { baseline: 55, optimized: wrong } },
      ),
    );

  it('of 20 is unusual', () => {
    expect(sized(482)).toEqual(['compression_unusual warned']);
  });

  it('of 40, as deep compression reaches, is unusual', () => {
    expect(sized(241)).toEqual(['compression_unusual warned']);
  });

  it('whose bytes can’t hold what the model answers is refused', () => {
    expect(sized(20)).toEqual(['compression_implausible refused']);
  });

  it('of a model that answers nothing, or is another one, may be anything', () => {
    expect(sized(20, 2410, 900)).toEqual(['compression_unusual warned']);
    expect(sized(20, 60)).toEqual(['compression_unusual warned']);
    expect(sized(20, null)).toEqual(['compression_unusual warned']);
  });
});

describe('an accuracy of 100 %', () => {
  const perfect = { baseline: 55, optimized: 0 };

  it('on many generated digits is refused', () => {
    expect(of({ wrong: perfect })).toEqual(['accuracy_implausible refused']);
    expect(of({ wrong: { baseline: 0, optimized: 0 } })).toHaveLength(2);
  });

  it('on few, or on digits of one’s own, may be', () => {
    expect(of({ images: 400, wrong: perfect })).toEqual([]);
    expect(
      verdicts(edited(({ plan }) => Object.assign(plan.data, { source: 'file' }), { wrong: perfect })),
    ).toEqual([]);
  });
});

describe('times', () => {
  it('shorter than any call takes are refused', () => {
    const run = edited((change) => {
      for (const id of ['baseline', 'optimized']) {
        for (const each of phasesOf(change, 'latency', id)) {
          each.slices_ms = each.slices_ms.map((ms) => ms / 5000);
          each.slices_cpu_ms = each.slices_cpu_ms.map((ms) => ms / 5000);
        }
      }
    });
    expect(verdicts(run)).toContain('latency_impossible refused');
  });

  it('of a batch below those of one image are unusual', () => {
    const run = edited((change) => {
      for (const each of phasesOf(change, 'throughput', 'optimized')) {
        each.slices_ms = each.slices_ms.map((ms) => ms / 120);
        each.slices_cpu_ms = each.slices_cpu_ms.map((ms) => ms / 120);
      }
    });
    expect(verdicts(run)).toEqual(['batch_cheaper_than_image warned']);
  });

  it('of a batch 30 times as fast per image are fine: vectors pay in batches', () => {
    expect(of({ speedup: 1, throughput_speedup: 20 })).toEqual([]);
  });

  it('without noise are refused', () => {
    const run = edited((change) => {
      for (const each of phasesOf(change, 'latency', 'optimized').slice(0, 1)) {
        const [first = 1] = each.slices_ms;
        each.slices_ms = each.slices_ms.map((ms, i) => (i % 3 === 0 ? ms : first));
      }
    });
    expect(findingsOf(run)).toMatchObject([
      { rule: 'no_noise', severity: 'refused', where: 'blocks[0].phases[0].contenders[1].slices_ms' },
    ]);
  });

  it('that are equal because the clock is coarse are fine', () => {
    const run = edited((change) => {
      change.environment.timer_resolution_ms = 1;
      for (const each of phasesOf(change, 'latency', 'optimized'))
        each.slices_ms = each.slices_ms.map(() => 2);
    });
    expect(verdicts(run)).toEqual([]);
  });
});

describe('memory', () => {
  const peak = (peak_bytes: number) =>
    verdicts(
      edited((run) => {
        for (const each of contendersOf(run, 'optimized').slice(0, 1)) each.peak_bytes = peak_bytes;
      }),
    );

  it('whose peak is a little below idle is unusual: the kernel counts loosely', () => {
    expect(peak(39_900_000)).toEqual(['memory_impossible warned']);
  });

  it('whose peak is far below idle is refused', () => {
    expect(peak(1000)).toEqual(['memory_impossible refused']);
  });
});
