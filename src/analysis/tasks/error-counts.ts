import type { ErrorCount } from '../../schema/tasks-report.ts';
import { ERROR_KINDS, type ErrorKind, type TaskSample, TIME_LIMITS } from '../../schema/tasks-run.ts';

/** The class of a failed sample. */
export const kindOf = ({ error }: TaskSample): ErrorKind => error?.kind ?? 'internal';

/** Classes of errors with their counts, the most frequent first; classes that never occurred are left out. */
export function errorCounts(samples: readonly TaskSample[]): ErrorCount[] {
  const failed = samples.filter(({ status }) => status === 'failed');
  const attempts = samples.flatMap((sample) => sample.attempts.flatMap(({ error }) => error ?? []));
  return ERROR_KINDS.map((kind) => {
    const own = failed.filter((sample) => kindOf(sample) === kind);
    const limits = TIME_LIMITS.flatMap((limit) => {
      const times = own.filter(({ error }) => error?.limit === limit).length;
      return times > 0 ? [[limit, times] as const] : [];
    });
    return {
      kind,
      count: own.length,
      attempts: attempts.filter((error) => error.kind === kind).length,
      ...(limits.length > 0 ? { limits: Object.fromEntries(limits) } : {}),
      message: own[0]?.error?.message ?? null,
    };
  })
    .filter(({ count, attempts: tried }) => count + tried > 0)
    .sort((a, b) => b.count - a.count || b.attempts - a.attempts);
}
