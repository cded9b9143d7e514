import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome, Write } from '../../store.ts';
import { Differences } from '../differences.ts';
import { applyTo } from '../writes/apply.ts';
import { addMembers, areNewcomers } from './add-members.ts';
import { causeOf } from './failures.ts';
import { loadFor } from './load.ts';
import { numbered } from './numbered.ts';
import { RAISE_VERSION, saveRows } from './save.ts';
import { saveDifferences } from './save-differences.ts';
import type { Session } from './session.ts';
import type { Statement } from './statement.ts';
import { WorkingSet } from './working-set.ts';

/** Attempts at a transaction that another server's was in the way of. */
const ATTEMPTS = 10;
const PAUSE_MS = 5;
/** A retry that comes later finds its run by the samples. */
const KEY_AGE_MS = 30 * 86_400_000;

/**
 * All writes in one transaction, or none of them: each sees what those before it did. A purge is one of its own.
 * @throws what the driver says
 */
export async function applyAll(session: Session, writes: readonly Write[]): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const added = attempt === 1 && areNewcomers(writes) ? await addMembers(session, writes) : null;
      return added ?? (await applyOnce(session, writes));
    } catch (cause) {
      if (causeOf(cause) !== 'again' || attempt === ATTEMPTS) throw cause;
      await pause(PAUSE_MS * attempt * Math.random());
    }
  }
}

async function applyOnce(session: Session, writes: readonly Write[]): Promise<Outcome[]> {
  const load = loadFor(writes);
  let applied: ReturnType<typeof applyTo> | undefined;
  let numbers: number | null = null;
  const answers = await session.transaction(load.statements, (rows) => {
    const loaded = load.rows(rows);
    const set = new WorkingSet(loaded);
    const differences = new Differences({ standings: false });
    applied = applyTo(set, writes, differences);
    const known = new Set(loaded.buckets.map(({ key }) => key));
    const saved = saveRows(set.changes(), (key) => known.has(key));
    const before = applied.isVisible ? [RAISE_VERSION] : [];
    numbers = saved.numbers === null ? null : before.length + saved.numbers;
    return [...before, ...saved.statements, ...saveDifferences(differences)];
  });
  const outcomes = applied?.outcomes ?? [];
  const last = numbers === null ? undefined : answers[numbers]?.[0]?.number;
  return typeof last === 'number' ? numbered(outcomes, last) : outcomes;
}

/** Forgets what is no longer needed. A bucket that is full again is like one that never was. */
export const purgeStatements = (at: number): Statement[] => [
  { text: 'DELETE FROM tito.idempotency WHERE at <= $1::bigint', values: [at - KEY_AGE_MS] },
  { text: 'DELETE FROM tito.former_token WHERE until <= $1::bigint', values: [at] },
  { text: 'DELETE FROM tito.bucket WHERE full_at <= $1::bigint', values: [at] },
];
