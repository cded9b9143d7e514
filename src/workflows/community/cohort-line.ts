import type { Context } from '../../cli/context.ts';
import type { DocumentPart, Report } from '../../contracts.ts';
import { mayActUnasked } from '../../membership/consent.ts';
import { dataDirectory } from '../../membership/data-directory.ts';
import { readIdentity } from '../../membership/identity.ts';
import { openRegistry } from '../../membership/open-registry.ts';
import { registryPlace } from '../../membership/registry-place.ts';
import type { CutoffsAnswer } from '../../schema/community/answers.ts';
import type { Track } from '../../schema/community/groups.ts';
import type { Config } from '../../schema/config.ts';

/** A benchmark does not wait for somebody else's machine. */
const LIMIT_MS = 1500;

/**
 * How a score compares with the member's cohort, as in `You're in the top 25 % of your cohort!`. The score stays here:
 * the registry only tells what it takes. Null for somebody who has not joined, where there is nothing to say, and
 * whenever anything is in the way: a benchmark never fails for it.
 */
async function cohortLine(
  context: Context,
  { community }: Config,
  track: Track,
  score: number | null,
): Promise<string | null> {
  if (score === null || !community.cohort_line) return null;
  try {
    const data = dataDirectory({ platform: process.platform, env: context.env });
    const place = registryPlace(community.registry, { cwd: context.cwd, data });
    if (!mayActUnasked(context.env, place.kind === 'file')) return null;
    const identity = readIdentity({ data, user: process.geteuid?.() ?? null }, place);
    if (identity?.state !== 'joined') return null;
    const registry = await openRegistry(place, { ...context, data, limit_ms: LIMIT_MS });
    try {
      return sentence(await registry.cutoffs(track, identity.token), score);
    } finally {
      await registry.close();
    }
  } catch {
    return null;
  }
}

/** A report with the line above its last words. It is not part of what is saved: it says nothing about the run. */
export async function withCohortLine(
  context: Context,
  config: Config,
  report: Report,
  [track, score]: readonly [Track, number | null],
): Promise<Report> {
  const text = await cohortLine(context, config, track, score);
  if (text === null) return report;
  const part: DocumentPart = { kind: 'message', icon: '👥', tone: 'good', text };
  return { ...report, parts: report.parts.toSpliced(-1, 0, part) };
}

function sentence({ cutoffs }: CutoffsAnswer, score: number): string | null {
  const reached = cutoffs.filter((cutoff) => score >= cutoff.score).map(({ top_percent }) => top_percent);
  if (reached.length === 0) return null;
  return `You're in the top ${Math.min(...reached)} % of your cohort!`;
}
