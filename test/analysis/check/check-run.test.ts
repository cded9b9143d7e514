import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRun } from '../../../src/analysis/check/check-run.ts';
import type { CapstoneRun } from '../../../src/schema/capstone-run.ts';
import { sha256 } from '../../../src/storage/digest.ts';
import { buildCapstoneRun, SCORING } from '../../support/capstone-runs.ts';
import { findingsIn, findingsOf, rulesOf, savedOf } from '../../support/checked.ts';
import { STATISTICS } from '../../support/reports.ts';
import { buildRun } from '../../support/runs.ts';

const small = { pairs: 12, calls: 20, images: 300, wrong: { baseline: 17, optimized: 18 } };
const capstone = buildCapstoneRun(small);
const labels = capstone.test?.labels ?? '';

/** What is found after an edit of the saved document. */
function findingsAfter(edit: (run: CapstoneRun, document: Record<string, unknown>) => void) {
  const run = structuredClone(capstone);
  const document = savedOf(run);
  edit(document.run as CapstoneRun, document);
  return findingsIn(document, labels);
}
const places = (findings: ReturnType<typeof findingsAfter>, rule: string) =>
  findings.filter((each) => each.rule === rule).map(({ where }) => where);

describe('an honest run', () => {
  it('of a usual capstone has no findings', () => {
    for (const seed of [1, 2, 3]) expect(findingsOf(buildCapstoneRun({ ...small, seed }))).toEqual([]);
  });

  it('of a capstone is never refused, whatever came out', () => {
    const options = fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      isolates: fc.integer({ min: 1, max: 3 }),
      speedup: fc.double({ min: 0.1, max: 300, noNaN: true }),
      in_batches: fc.double({ min: 0.05, max: 100, noNaN: true }),
      noise: fc.double({ min: 0.0005, max: 0.3, noNaN: true }),
      interrupted: fc.boolean(),
      watts: fc.constantFrom(null, 12),
    });
    fc.assert(
      fc.property(options, ({ in_batches, ...given }) => {
        const throughput_speedup = in_batches * given.speedup;
        const findings = findingsOf(buildCapstoneRun({ ...small, ...given, throughput_speedup }));
        expect(findings.filter(({ severity }) => severity === 'refused')).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('of a baseline has none either', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.integer({ min: 0, max: 9 }),
        (seed, finished) => {
          expect(findingsOf(buildRun({ seed, pairs: 20, calls: 10, finished_blocks: finished }))).toEqual([]);
          const alone = buildRun({ seed, pairs: 20, calls: 10, score_basis: 'profile' });
          // One contender has one order.
          for (const block of alone.blocks) block.coins = block.coins.map(() => 0);
          expect(findingsOf(alone)).toEqual([]);
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('an edit is found and named', () => {
  it('of one sample', () => {
    const findings = findingsAfter(({ blocks }) => {
      const slices = blocks[1]?.phases[0]?.contenders[1]?.slices_ms ?? [];
      slices[0] = (slices[0] ?? 0) / 2;
    });
    expect(places(findings, 'edited')).toEqual(['blocks[1].phases[0].contenders[1].slices_ms']);
  });

  it('of all samples of one contender, with the figures that they no longer give', () => {
    const findings = findingsAfter(({ blocks }) => {
      for (const { phases } of blocks) {
        const [, optimized] = phases[0]?.contenders ?? [];
        if (optimized) optimized.slices_ms = optimized.slices_ms.map((ms) => ms / 2);
      }
    });
    expect(places(findings, 'edited')).toHaveLength(capstone.blocks.length);
    expect(places(findings, 'figure_differs')).toContain('tracks.speed.speedup');
  });

  it('of one prediction', () => {
    const findings = findingsAfter(({ models: [, optimized] }) => {
      if (optimized?.predictions)
        optimized.predictions = `${optimized.predictions.slice(0, -1)}${labels.at(-1)}`;
    });
    expect(places(findings, 'edited')).toEqual(['models[1].predictions']);
    expect(places(findings, 'figure_differs')).toContain('tracks.accuracy.accuracy');
  });

  it('of one label', () => {
    const findings = findingsAfter(({ test }) => {
      if (test) test.labels = `${(Number(labels[0]) + 1) % 10}${labels.slice(1)}`;
    });
    expect(places(findings, 'edited')).toEqual(['test.labels']);
    expect(places(findings, 'labels_differ')).toEqual(['test.labels']);
  });

  it('of the score', () => {
    const findings = findingsAfter((_, document) => {
      Object.assign(document.tracks as object, {
        speed: { ...(document.tracks as { speed: object }).speed, score: 99 },
      });
    });
    expect(findings).toEqual([
      {
        rule: 'figure_differs',
        severity: 'refused',
        where: 'tracks.speed.score',
        message: expect.stringMatching(/^the file says 99, its samples give \d\d$/),
      },
    ]);
  });

  it('of a sentence, which another version may word differently', () => {
    const findings = findingsAfter((_, document) => {
      document.warnings = ['All is well.'];
    });
    expect(findings).toMatchObject([{ rule: 'figure_differs', severity: 'warned', where: 'warnings' }]);
  });

  it('of the plan, such as a curve', () => {
    const findings = findingsAfter(({ plan }) => {
      plan.scoring.tracks.speed.curves.time_ratio.p90 = 0.4;
    });
    expect(places(findings, 'edited')).toEqual(['plan']);
    expect(places(findings, 'figure_differs')).toContain('tracks.speed.score');
  });

  it('that took a block out', () => {
    const findings = findingsAfter(({ blocks }) => {
      blocks.pop();
    });
    expect(places(findings, 'edited')).toContain('blocks[2].phases[0].contenders[0].slices_ms');
  });

  it('of any number in the samples of a baseline', () => {
    const run = buildRun({ isolates: 1, pairs: 8, calls: 4 });
    const place = fc.record({
      block: fc.nat({ max: run.blocks.length - 1 }),
      contender: fc.nat({ max: 1 }),
      turn: fc.nat({ max: 7 }),
      factor: fc.constantFrom(0.5, 0.999, 1.001, 3),
    });
    fc.assert(
      fc.property(place, ({ block, contender, turn, factor }) => {
        const document = savedOf(structuredClone(run));
        const [slices] = [(document.run as typeof run).blocks[block]?.contenders[contender]?.slices_ms ?? []];
        slices[turn] = (slices[turn] ?? 0) * factor;
        const edited = findingsIn(document).filter(({ rule }) => rule === 'edited');
        expect(edited.map(({ where }) => where)).toEqual([
          `blocks[${block}].contenders[${contender}].slices_ms`,
        ]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the digests of a file', () => {
  it('that are gone make a capstone refused, and a baseline, which had none once, suspicious', () => {
    const without = (run: Parameters<typeof savedOf>[0]) => {
      const { digests: _, ...document } = savedOf(run);
      return findingsIn({ ...document, run });
    };
    expect(without(capstone)).toMatchObject([{ rule: 'digests_absent', severity: 'refused' }]);
    expect(without(buildRun())).toMatchObject([{ rule: 'digests_absent', severity: 'warned' }]);
  });

  it.each([null, 'none', { algorithm: 'md5', parts: {} }, { algorithm: 'sha256' }])(
    'that are %j are unreadable',
    (digests) => {
      expect(rulesOf(findingsAfter((_, document) => Object.assign(document, { digests })))).toEqual([
        'digests_unreadable',
      ]);
    },
  );
});

describe('the curves', () => {
  it('have to be those that everybody is scored by', () => {
    const own = structuredClone(capstone);
    own.plan.scoring.tracks.speed.curves.time_ratio = { weight: 1, p90: 0.8, p50: 0.9 };
    const input = { labels, sha256, statistics: STATISTICS, scoring: SCORING };
    expect(checkRun({ ...input, saved: savedOf(capstone), run: capstone })).toEqual([]);
    expect(rulesOf(checkRun({ ...input, saved: savedOf(own), run: own }))).toEqual(['scoring_differs']);
  });
});

it('says so where samples give no figures at all', () => {
  const run = structuredClone(capstone);
  const document = savedOf(run);
  for (const each of (document.run as CapstoneRun).blocks[0]?.phases[0]?.contenders ?? []) {
    each.slices_ms = each.slices_ms.map(() => (each.id === 'optimized' ? 5e-324 : 1e308));
  }
  expect(rulesOf(findingsIn(document, labels))).toContain('not_computable');
});

it('has one thing to say of a journal', () => {
  const input = { run: capstone, labels, sha256, statistics: STATISTICS };
  expect(rulesOf(checkRun({ ...input, saved: null }))).toEqual(['not_finished']);
});
