import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Examination, Examiner } from '../../../community/examine.ts';
import { createRegistry } from '../../../community/registry.ts';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import type { Store } from '../../../community/store.ts';
import type { Registry } from '../../../src/community-contracts.ts';
import type { JoinAnswer } from '../../../src/schema/community/answers.ts';
import type { MemberDocument } from '../../../src/schema/community/member.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export const DAY = 86_400_000;
/** A Saturday in the fall of 2026, at noon. */
export const NOW = Date.parse('2026-11-21T12:00:00Z');

const hash = (text: string, length: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, length);
export const idOf = (who: string | number) => hash(`id ${who}`, 32);
export const tokenOf = (who: string | number) => hash(`token ${who}`, 64);

export interface Given {
  country_code?: string | null;
  institution?: string | null;
  course_type?: MemberDocument['context']['course_type'];
  experience_level?: MemberDocument['context']['experience_level'];
  milestones?: number;
  modules?: number;
}

/** What a client sends: of its claims nothing but the place and the progress is to be believed. */
export function documentFor(who: string | number, given: Given = {}): MemberDocument {
  const { country_code = 'US', institution = 'Harvard University', milestones = 0, modules = 0 } = given;
  const { course_type = 'university_course', experience_level = null } = given;
  return {
    anonymous_id: idOf(who),
    timestamp: '2001-01-01T00:00:00Z',
    location: country_code === null ? null : { country: 'somewhere', country_code },
    institution: institution === null ? null : { name: institution, type: 'university' },
    context: { course_type, cohort: 'Fall 1999', experience_level },
    progress: {
      setup_verified: true,
      milestones_passed: milestones,
      modules_completed: modules,
      capstone_score: 100,
    },
    benchmarks: { baseline: { score: 100, timestamp: '2001-01-01T00:00:00Z' } },
  };
}

/** What a checker would say of a run with these scores. */
export interface Pretended {
  kind?: 'baseline' | 'capstone';
  score: number;
  tracks?: { speed: number; compression: number; accuracy: number; efficiency: number };
  /** The same name is the same samples. */
  samples?: string;
  seed?: number;
  measured_at?: number;
}

/** A checker that takes a document at its word: what the real one does is tested on real runs. */
export const pretending: Examiner = async (document): Promise<Examination> => {
  const pretended = document as Pretended;
  const { kind = 'capstone', score, samples = JSON.stringify(document) } = pretended;
  const { seed = 1, measured_at = NOW } = pretended;
  const same = { speed: score, compression: score, accuracy: score, efficiency: score };
  const tracks = kind === 'capstone' ? (pretended.tracks ?? same) : null;
  return {
    kind,
    findings: [],
    obstacles: [],
    entry: {
      scores: { kind, score, score_interval: [Math.max(0, score - 3), Math.min(100, score + 3)], tracks },
      measured_at,
      bracket: 'medium',
      subject: 'python',
      subject_sha256: hash('code', 64),
      samples_sha256: hash(samples, 64),
      seed,
      document: { ...pretended },
    },
  };
};

export interface Class {
  registry: Registry;
  store: Store;
  /** The registry's clock. */
  setClock: (at: number) => void;
  join: (who: string | number, given?: Given) => Promise<JoinAnswer>;
  submit: (who: string | number, run: Pretended, key?: string) => ReturnType<Registry['submit']>;
}

/** A registry in a file of its own, closed when the test is over. */
export function openClass(examine: Examiner = pretending): Class {
  const store = openSqliteStore(join(temporaryFolder(), 'registry.db'));
  let now = NOW;
  const registry = createRegistry({ store, examine, clock: () => now, place: 'registry.db' });
  onTestFinished(() => registry.close());
  return {
    registry,
    store,
    setClock: (at) => {
      now = at;
    },
    join: (who, given) => registry.join(documentFor(who, given), tokenOf(who)),
    submit: (who, run, key = hash(JSON.stringify(run), 32)) => registry.submit({ ...run }, key, tokenOf(who)),
  };
}
