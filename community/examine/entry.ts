import { digestsOf } from '../../src/analysis/check/digests.ts';
import type { BaselineReport } from '../../src/schema/baseline-report.ts';
import type { CapstoneReport } from '../../src/schema/capstone-report.ts';
import type { CapstoneRun } from '../../src/schema/capstone-run.ts';
import type { Scores } from '../../src/schema/community/submission.ts';
import type { Run } from '../../src/schema/run.ts';
import { sha256 } from '../sha256.ts';
import { bracketOf } from './bracket.ts';
import { samplesOf, subjectOf } from './fingerprints.ts';
import { scoresOf } from './scores.ts';

/** What a registry keeps of a run. */
export interface Entry {
  scores: Scores;
  /** When the run was finished, by the clock of the machine that measured; milliseconds since 1970. */
  measured_at: number;
  /** Hardware class, kind of subject, and a fingerprint of its code. */
  bracket: string;
  subject: string;
  subject_sha256: string;
  samples_sha256: string;
  seed: number;
  /** The saved run with its figures and digests computed anew. */
  document: Record<string, unknown>;
}

/** @param report of the run, computed from its samples */
export function entryOf(run: Run | CapstoneRun, report: BaselineReport | CapstoneReport): Entry {
  const kept = withoutFolder(run);
  return {
    scores: scoresOf(report),
    measured_at: Date.parse(run.finished_at ?? run.started_at),
    bracket: bracketOf(run.environment.system),
    subject: run.subject.kind,
    subject_sha256: subjectOf(run),
    samples_sha256: samplesOf(run),
    seed: run.plan.seed,
    document: { ...report, run: kept, digests: digestsOf(kept, sha256) },
  };
}

/** The path of the subject holds the name of whoever is logged in; its last part is all that anybody needs. */
function withoutFolder<R extends Run | CapstoneRun>(run: R): R {
  const { subject } = run.plan;
  const argument = subject.argument.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  return { ...run, plan: { ...run.plan, subject: { ...subject, argument } } };
}
