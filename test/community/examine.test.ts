import { beforeAll, describe, expect, it } from 'vitest';
import { createExaminer, type Examiner } from '../../community/examine.ts';
import { REPOSITORY } from '../support/context.ts';
import { sharedTemporaryFolder } from '../support/temporary-folder.ts';
import {
  type Document,
  edited,
  measureBaseline,
  measureCapstone,
  withDigests,
  withFigures,
} from './_measured.ts';

const cwd = sharedTemporaryFolder();
let examine: Examiner;
let baseline: Document;
let again: Document;
let capstone: Document;

beforeAll(async () => {
  examine = await createExaminer(REPOSITORY);
  baseline = await measureBaseline(cwd);
  again = await measureBaseline(cwd, 2);
  capstone = await measureCapstone(cwd);
}, 180_000);

/** The rules that stand against a document. */
async function rulesAgainst(document: unknown): Promise<string[]> {
  const { findings, obstacles, entry } = await examine(document);
  const refused = [...findings, ...obstacles].filter(({ severity }) => severity === 'refused');
  expect(entry === null).toBe(refused.length > 0);
  return [...new Set(refused.map(({ rule }) => rule))];
}

const slices = ({ run }: Document) => run.blocks[0].phases[0].contenders[1].slices_ms;

describe('a run as it was measured', () => {
  it('is taken with the scores that its samples give', async () => {
    const { kind, entry } = await examine(capstone);
    expect(kind).toBe('capstone');
    expect(entry?.scores).toEqual({
      kind: 'capstone',
      score: capstone.overall_score,
      score_interval: capstone.overall_score_interval,
      tracks: {
        speed: capstone.tracks.speed.score,
        compression: capstone.tracks.compression.score,
        accuracy: capstone.tracks.accuracy.score,
        efficiency: capstone.tracks.efficiency.score,
      },
    });
    const first = await examine(baseline);
    expect(first.entry?.scores).toMatchObject({ kind: 'baseline', score: baseline.score, tracks: null });
  });

  it('says what it was measured on, when and with which seed', async () => {
    const { entry } = await examine(baseline);
    expect(entry).toMatchObject({
      subject: 'module',
      seed: 1,
      measured_at: Date.parse(baseline.run.finished_at),
    });
    expect(['light', 'medium', 'heavy']).toContain(entry?.bracket);
  });

  it('is kept without the folders of whoever measured it, and still adds up', async () => {
    const { entry } = await examine(capstone);
    expect(JSON.stringify(entry?.document)).not.toContain(REPOSITORY);
    const again = await examine(JSON.parse(JSON.stringify(entry?.document)));
    expect(again.findings).toEqual([]);
    expect(again.entry).toEqual(entry);
  });
});

describe('the fingerprint of the samples', () => {
  const samples = async (document: Document) => (await examine(document)).entry?.samples_sha256;

  it('stays the same whatever name, time or seed stands beside them', async () => {
    const renamed = withFigures(capstone, ({ run }) => {
      run.subject.name = 'mine';
      run.plan.subject.argument = '/elsewhere/tito.subject.ts';
      run.environment.system.cpu = 'Another CPU';
      run.started_at = new Date(Date.parse(run.started_at) + 3_600_000).toISOString();
      run.finished_at = new Date(Date.parse(run.finished_at) + 3_600_000).toISOString();
    });
    expect(await samples(renamed)).toBe(await samples(capstone));
    const turned = withFigures(baseline, ({ run }) => {
      run.blocks[0] = Object.fromEntries(Object.entries(run.blocks[0]).toReversed());
    });
    expect(await samples(turned)).toBe(await samples(baseline));
  });

  it('is another one for other samples', async () => {
    const other = withFigures(baseline, ({ run }) => {
      run.blocks[0].contenders[0].calls_ms[0] *= 1.0001;
    });
    expect(await samples(other)).toBeTypeOf('string');
    expect(await samples(other)).not.toBe(await samples(baseline));
  });
});

describe('the fingerprint of the subject', () => {
  it('is that of its code, whatever the run', async () => {
    const [first, second] = [await examine(baseline), await examine(again)];
    expect(second.entry?.subject_sha256).toBe(first.entry?.subject_sha256);
    expect(second.entry?.samples_sha256).not.toBe(first.entry?.samples_sha256);
  });

  it('is like no other where the run tells of no code', async () => {
    const without = (document: Document) =>
      withFigures(document, ({ run }) => {
        run.subject.sources = [];
      });
    const [first, second] = [await examine(without(baseline)), await examine(without(again))];
    expect(first.entry?.subject_sha256).toBeTypeOf('string');
    expect(second.entry?.subject_sha256).not.toBe(first.entry?.subject_sha256);
  });
});

describe('an edited run is refused', () => {
  it('where the score is another', async () => {
    expect(await rulesAgainst(edited(capstone, (d) => (d.overall_score += 1)))).toEqual(['figure_differs']);
    expect(await rulesAgainst(edited(baseline, (d) => (d.score = 100)))).toEqual(['figure_differs']);
  });

  it('where one sample is another', async () => {
    const rules = await rulesAgainst(edited(capstone, (d) => (slices(d)[0] *= 0.9)));
    expect(rules).toContain('edited');
  });

  it('where samples and digests are others, but not what follows from them', async () => {
    const faster = withDigests(capstone, ({ run }) => {
      const own = run.blocks[0].phases[0].contenders[1];
      own.slices_ms = own.slices_ms.map((ms: number) => ms / 2);
    });
    expect(await rulesAgainst(faster)).toEqual(['figure_differs']);
  });

  it('where the samples would make a score that no processor has worked for', async () => {
    const impossible = withFigures(capstone, ({ run }) => {
      for (const { phases } of run.blocks) {
        const own = phases[0].contenders[1];
        own.slices_ms = own.slices_ms.map((ms: number) => ms / 200);
      }
    });
    const rules = await rulesAgainst(impossible);
    expect(rules).toContain('speedup_implausible');
  });

  it('where a baseline is scored by curves of its own', async () => {
    const easy = withFigures(baseline, ({ run }) => {
      run.plan.workloads[0].score.yardstick = { p50: 1000, p90: 500 };
    });
    expect(await rulesAgainst(easy)).toEqual(['scoring_differs']);
    const light = withFigures(baseline, ({ run }) => (run.plan.workloads[1].weight = 100));
    expect(await rulesAgainst(light)).toEqual(['scoring_differs']);
  });

  it('where a baseline leaves out a workload, or takes the profile for a yardstick', async () => {
    const fewer = withFigures(baseline, ({ run }) => {
      const { id } = run.plan.workloads.pop();
      run.plan.schedule = run.plan.schedule.filter((each: Document) => each.workload !== id);
      run.blocks = run.blocks.filter((each: Document) => each.workload !== id);
    });
    expect(await rulesAgainst(fewer)).toEqual(['scoring_differs']);
    const basis = withFigures(baseline, ({ run }) => (run.plan.score_basis = 'profile'));
    expect(await rulesAgainst(basis)).toEqual(['scoring_differs']);
  });

  it('where a capstone is', async () => {
    const easy = withFigures(capstone, ({ run }) => {
      run.plan.scoring.tracks.speed.curves.time_ratio = { weight: 1, p90: 5, p50: 10 };
    });
    expect(await rulesAgainst(easy)).toEqual(['scoring_differs']);
  });
});

describe('a run that holds no rank', () => {
  it('was interrupted', async () => {
    const run = withFigures(baseline, (d) => (d.run.interrupted = true));
    expect(await rulesAgainst(run)).toContain('interrupted');
  });

  it('is of the code that ships with tito, or says so in one place only', async () => {
    const reference = withFigures(capstone, ({ run }) => {
      run.subject.kind = 'reference';
      run.plan.subject = { kind: 'reference', argument: '' };
    });
    expect(await rulesAgainst(reference)).toEqual(['reference_subject']);
    const mixed = withFigures(capstone, ({ run }) => (run.subject.kind = 'reference'));
    expect(await rulesAgainst(mixed)).toEqual(['reference_subject', 'subject_differs']);
  });

  it('has no score', async () => {
    const one = withFigures(capstone, ({ run }) => {
      run.plan.tracks = ['accuracy'];
    });
    const { obstacles } = await examine(one);
    expect(obstacles.map(({ rule, where }) => ({ rule, where }))).toEqual([
      { rule: 'no_score', where: 'overall_score' },
    ]);
    expect(obstacles[0]?.message).toContain('speed (skipped)');
  });

  it('has data of its own', async () => {
    const own = withFigures(capstone, ({ run }) => {
      Object.assign(run.plan.data, { source: 'file', file: 'easy.csv', generator: null });
      run.test.test_seed = null;
    });
    expect(await rulesAgainst(own)).toContain('own_data');
  });
});

describe('what is no run', () => {
  it.each([
    ['nothing', null, 'not_finished'],
    ['a text', 'run', 'not_a_run'],
    ['a list', [], 'not_a_run'],
    ['something else', { a: 1 }, 'not_a_run'],
    ['an unknown kind', { run: { plan: { kind: 'toString' } } }, 'not_a_run'],
    ['a newer layout', { schema_version: 2, run: { schema_version: 2 } }, 'newer_schema'],
    ['a newer layout inside', { schema_version: 1, run: { schema_version: 7 } }, 'newer_schema'],
  ])('is refused with its rule: %s', async (_name, document, rule) => {
    expect(await rulesAgainst(document)).toEqual([rule]);
  });

  it('names the field where the schema is not kept', async () => {
    const { findings } = await examine(
      edited(baseline, ({ run }) => (run.blocks[1].contenders[0].start_ms = '45')),
    );
    expect(findings[0]).toMatchObject({ rule: 'not_a_run', where: 'run.blocks.1.contenders.0.start_ms' });
  });

  it('is not looked at where it is nested without end', async () => {
    let deep: unknown = 0;
    for (let i = 0; i < 200_000; i++) deep = { digests: deep };
    expect(await rulesAgainst(deep)).toEqual(['too_deep']);
  });

  it('is not looked at where it is too large', async () => {
    expect(await rulesAgainst({ run: Array.from({ length: 2_000_001 }, () => 1) })).toEqual(['too_large']);
    expect(await rulesAgainst({ ['a'.repeat(4_000_001)]: 1 })).toEqual(['too_large']);
  });

  it('is not made to draw more images than a run has', async () => {
    const many = withFigures(capstone, ({ run }) => {
      run.plan.data.test_count = 2 ** 40;
      run.plan.data.size = 2 ** 40;
    });
    expect(await rulesAgainst(many)).toContain('wrong_count');
  });
});
