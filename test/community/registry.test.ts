import { beforeAll, describe, expect, it } from 'vitest';
import { createExaminer, type Examiner } from '../../community/examine.ts';
import { REPOSITORY } from '../support/context.ts';
import { sharedTemporaryFolder } from '../support/temporary-folder.ts';
import { type Document, edited, measureBaseline, withDigests, withFigures } from './_measured.ts';
import { idOf, openClass, tokenOf } from './registry/_registry.ts';

const cwd = sharedTemporaryFolder();
let examine: Examiner;
let baseline: Document;

beforeAll(async () => {
  examine = await createExaminer(REPOSITORY);
  baseline = await measureBaseline(cwd);
});

/** A registry with its own checker, and two members. */
async function open() {
  const all = openClass(examine);
  all.setClock(Date.now());
  for (const who of ['ada', 'eve']) await all.join(who);
  const send = (who: string, document: Document, key = `${Math.random()}`) =>
    all.registry.submit(document, key, tokenOf(who));
  return { ...all, send };
}

describe('a run that was measured', () => {
  it('is ranked by the score of its samples, and kept to be checked again', async () => {
    const { send, registry } = await open();
    const answer = await send('ada', baseline);
    expect(answer).toMatchObject({
      created: true,
      kind: 'baseline',
      score: baseline.score,
      tracks: null,
      findings: [],
    });
    const { submissions } = await registry.export(tokenOf('ada'));
    const kept: Document = submissions[0]?.document;
    expect((await examine(kept)).entry?.scores.score).toBe(baseline.score);
    expect(kept.run.blocks).toEqual(baseline.run.blocks);
  });

  it('counts once for whoever measured it, and for nobody else', async () => {
    const { send } = await open();
    const first = await send('ada', baseline);
    const renamed = withFigures(baseline, ({ run }) => {
      run.subject.name = 'another name';
      run.started_at = new Date(Date.parse(run.started_at) + 60_000).toISOString();
      run.finished_at = new Date(Date.parse(run.finished_at) + 60_000).toISOString();
    });
    expect(await send('ada', renamed)).toMatchObject({ created: false, submission_id: first.submission_id });
    for (const copy of [baseline, renamed]) {
      await expect(send('eve', copy)).rejects.toMatchObject({ code: 'duplicate_run' });
    }
  });

  it('by a clock two years ahead is taken, with a word about the clock', async () => {
    const { send } = await open();
    const ahead = (iso: string) => new Date(Date.parse(iso) + 730 * 86_400_000).toISOString();
    const future = withFigures(baseline, ({ run }) => {
      run.started_at = ahead(run.started_at);
      run.finished_at = ahead(run.finished_at);
    });
    const { created, findings } = await send('ada', future);
    expect(created).toBe(true);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['measured_in_future', 'warned'],
    ]);
  });
});

describe('a run that was tampered with', () => {
  it.each<[string, string, () => Document]>([
    ['its score', 'figure_differs', () => edited(baseline, (d) => (d.score = 100))],
    [
      'one sample',
      'edited',
      () => edited(baseline, ({ run }) => (run.blocks[0].contenders[0].slices_ms[0] *= 0.9)),
    ],
    [
      'samples and digests',
      'figure_differs',
      () =>
        withDigests(baseline, ({ run }) => {
          const own = run.blocks[0].contenders[0];
          own.slices_ms = own.slices_ms.map((ms: number) => ms / 2);
        }),
    ],
    [
      'its curves',
      'scoring_differs',
      () =>
        withFigures(baseline, ({ run }) => (run.plan.workloads[0].score.yardstick = { p50: 1000, p90: 500 })),
    ],
    [
      'whose code it is',
      'reference_subject',
      () =>
        withFigures(baseline, ({ run }) => {
          run.subject.kind = 'reference';
        }),
    ],
    ['its end', 'interrupted', () => withFigures(baseline, ({ run }) => (run.interrupted = true))],
    ['its layout', 'newer_schema', () => edited(baseline, (d) => (d.schema_version = 9))],
  ])('is refused by its rule, and costs nothing: %s', async (_what, rule, document) => {
    const { send, store } = await open();
    const refused = await send('ada', document()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'run_refused', exit: 4 });
    expect((refused as { details: { rules: string } }).details.rules.split(',')).toContain(rule);
    expect((refused as Error).message).toContain(rule);
    expect((refused as Error).message.length).toBeLessThan(800);
    expect(await store.submissionsOf(idOf('ada'))).toEqual([]);
    expect((await send('ada', baseline)).quota.remaining).toBe(4);
  });
});
