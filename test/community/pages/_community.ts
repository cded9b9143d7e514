import { createHash } from 'node:crypto';
import { cohortOf } from '../../../community/cohort.ts';
import { scoresOf } from '../../../community/examine/scores.ts';
import { handleOf } from '../../../community/handle.ts';
import { compress } from '../../../community/registry/compression.ts';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import type { Write } from '../../../community/store.ts';
import { buildReport } from '../../../src/analysis/build-report.ts';
import { digestsOf } from '../../../src/analysis/check/digests.ts';
import { type Random, seededRandom } from '../../../src/analysis/random.ts';
import type { CapstoneRun } from '../../../src/schema/capstone-run.ts';
import type { Run } from '../../../src/schema/run.ts';
import { sha256 } from '../../../src/storage/digest.ts';
import { loadStatistics } from '../../../src/workflows/report-run.ts';
import { buildCapstoneRun } from '../../support/capstone-runs.ts';
import { REPOSITORY } from '../../support/context.ts';
import { buildRun } from '../../support/runs.ts';

const DAY_MS = 86_400_000;
const hash = (text: string, digits: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, digits);

/** Where people of the pictures are: many small places and few large ones, as anywhere. */
const COUNTRIES: Readonly<Record<string, number>> = {
  US: 310, IN: 240, CN: 130, DE: 96, GB: 88, BR: 74, NG: 62, KE: 55, FR: 52, CA: 50, JP: 44, KR: 41, PK: 33,
  BD: 30, EG: 28, TR: 27, VN: 26, ID: 26, ES: 24, IT: 24, PL: 22, NL: 21, AU: 21, MX: 20, SG: 19, IL: 18,
  CH: 17, SE: 16, GH: 15, ZA: 14, AR: 13, CO: 12, UA: 12, IR: 11, ET: 10, PT: 9, GR: 9, CL: 9, PE: 8, MA: 8,
  TN: 8, UG: 7, RW: 7, NP: 7, LK: 6, MU: 6, MT: 5, BH: 5, HK: 9, NZ: 8, FI: 8, NO: 7, DK: 7, AT: 9, BE: 9,
  CZ: 8, RO: 9, HU: 6, TH: 9, PH: 12, MY: 11, TW: 14, SA: 8, AE: 10, KZ: 6, UZ: 5, EC: 5, VE: 3, BO: 2, IS: 2,
}; // biome-ignore format: a table

const INSTITUTIONS: readonly (readonly [name: string, country: string, share: number])[] = [
  ['Harvard University', 'US', 0.35],
  ['Georgia Institute of Technology', 'US', 0.2],
  ['Indian Institute of Technology Bombay', 'IN', 0.3],
  ['Tsinghua University', 'CN', 0.4],
  ['ETH Zürich', 'CH', 0.8],
  ['University of Nairobi', 'KE', 0.6],
  ['University of Lagos', 'NG', 0.5],
  ['Universidade de São Paulo', 'BR', 0.4],
  ['جامعة القاهرة', 'EG', 0.6],
  ['Technische Universität München', 'DE', 0.4],
  ['University of Tokyo', 'JP', 0.5],
  ['National University of Singapore', 'SG', 0.7],
];

export interface Filled {
  /** Ids of a capstone and of a baseline with all that is measured in them. */
  capstone: string;
  baseline: string;
}

/** Fills a registry's file with people who never were, and with runs of which two can be drawn. */
export async function fillCommunity(file: string, until: number): Promise<Filled> {
  await using closing = new AsyncDisposableStack();
  const store = openSqliteStore(file);
  closing.defer(() => store.close());
  const secret = await store.secret();
  const random = seededRandom(7);
  const documents = await drawnRuns();
  const writes: Write[] = [];
  const first: Partial<Filled> = {};
  for (const [country, members] of Object.entries(COUNTRIES)) {
    for (let i = 0; i < members; i++) {
      const id = hash(`member ${country} ${i}`, 32);
      const joined_at = Math.round(until - 420 * DAY_MS * random.next() ** 2);
      const institution = institutionIn(country, random);
      const modules = Math.min(20, Math.floor(23 * random.next() ** 1.3));
      writes.push({
        kind: 'join',
        request: {
          id,
          token_sha256: hash(`token ${id}`, 64),
          handle: handleOf(secret, id),
          joined_at,
          cohort: cohortOf(joined_at),
          country,
          institution,
          institution_type: institution === null ? null : 'university',
          course_type: institution === null ? 'self_paced' : 'university_course',
          experience_level: null,
          setup_verified: true,
          modules_completed: modules,
          milestones_passed: Math.floor((modules / 20) * 6),
        },
      });
      const received_at = Math.min(until, joined_at + Math.floor(random.next() * 20) * DAY_MS);
      for (const kind of ['capstone', 'baseline'] as const) {
        if (random.next() > (kind === 'capstone' ? 0.12 : 0.4)) continue;
        const run = hash(`${kind} ${id}`, 32);
        const { bytes, scores } = documents[kind];
        const write = submissionOf(run, id, kind, received_at, bytes, random);
        // The first of each kind has the scores of what is in it; those of the others are drawn.
        if (first[kind] === undefined && write.kind === 'submit')
          Object.assign(write.request.submission, scores);
        first[kind] ??= run;
        writes.push(write);
      }
    }
  }
  store.applyBatch(writes);
  const { capstone = '', baseline = '' } = first;
  return { capstone, baseline };
}

function institutionIn(country: string, random: Random): string | null {
  const near = INSTITUTIONS.filter(([, of]) => of === country);
  for (const [name, , share] of near) if (random.next() < share) return name;
  return null;
}

function submissionOf(
  id: string,
  member_id: string,
  kind: 'capstone' | 'baseline',
  received_at: number,
  document: Uint8Array,
  random: Random,
): Write {
  const around = (middle: number, spread: number) =>
    Math.max(
      4,
      Math.min(97, Math.round(middle + spread * (random.next() + random.next() + random.next() - 1.5))),
    );
  const score = around(62, 30);
  const half = 1 + Math.floor(6 * random.next() ** 2);
  const part = () => around(score, 22);
  const none = { speed: null, compression: null, accuracy: null, efficiency: null };
  const bracket = ['light', 'medium', 'heavy'][Math.floor(3 * random.next())] ?? 'light';
  return {
    kind: 'submit',
    request: {
      submission: {
        id,
        member_id,
        kind,
        received_at,
        measured_at: received_at - 60_000,
        score,
        score_low: Math.max(0, score - half),
        score_high: Math.min(100, score + half),
        ...(kind === 'capstone'
          ? { speed: part(), compression: part(), accuracy: part(), efficiency: part() }
          : none),
        bracket,
        subject: random.next() < 0.8 ? 'python' : 'module',
        subject_sha256: hash(`code ${id}`, 64),
        samples_sha256: hash(`samples ${id}`, 64),
        seed: random.integer(2 ** 32),
      },
      document,
      key: id,
      request_sha256: hash(`request ${id}`, 64),
      quota: 5,
    },
  };
}

interface Drawn {
  bytes: Uint8Array;
  /** In the columns of a submission. */
  scores: Record<string, number | null>;
}

/** Documents as the checker leaves them, with the scores that follow from them. */
export async function drawnRuns(): Promise<Record<'capstone' | 'baseline', Drawn>> {
  const statistics = await loadStatistics(REPOSITORY);
  const drawn = async (run: Run | CapstoneRun): Promise<Drawn> => {
    const report = buildReport(run, statistics);
    const { score, score_interval, tracks } = scoresOf(report);
    const [score_low = null, score_high = null] = score_interval ?? [];
    return {
      bytes: await compress({ ...report, run, digests: digestsOf(run, sha256) }),
      scores: { score, score_low, score_high, ...tracks },
    };
  };
  return {
    capstone: await drawn(
      buildCapstoneRun({
        speedup: 2.4,
        throughput_speedup: 3.1,
        sizes: { baseline: 41_000, optimized: 9_200 },
        noise: 0.05,
      }),
    ),
    baseline: await drawn(
      buildRun({ slower: { tensor_ops: 0.8, matmul: 3.2, forward_pass: 1.4 }, calls: 300 }),
    ),
  };
}
