/** What the controls of the server do with the bodies of requests that came together. */
import { DatabaseSync } from 'node:sqlite';
import { cohortOf } from '../../community/cohort.ts';
import { openSqliteStore } from '../../community/store/sqlite-store.ts';
import type { Write } from '../../community/store.ts';
import type { MemberDocument } from '../../src/schema/community/member.ts';

type Keep = (bodies: readonly Buffer[]) => void;

/** @throws Error for a kind that there is not */
export function keeperOf(kind: string | undefined, file: string): Keep {
  if (kind === 'rows') return rowsIn(file);
  if (kind === 'members') return membersIn(file);
  throw new Error(`'${kind}' is no kind of keeper`);
}

/** Each body is a row of one table, with the registry's settings of SQLite. */
function rowsIn(file: string): Keep {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
    PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -65536;
    CREATE TABLE entry (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  `);
  const insert = database.prepare('INSERT INTO entry (bytes) VALUES (?)');
  return (bodies) => {
    database.exec('BEGIN IMMEDIATE');
    for (const bytes of bodies) insert.run(bytes);
    database.exec('COMMIT');
  };
}

/** Each body becomes a member with all that is counted, by the registry's own store; nothing of it is checked. */
function membersIn(file: string): Keep {
  const store = openSqliteStore(file);
  return (bodies) => {
    store.applyBatch(bodies.map((bytes) => joining(JSON.parse(bytes.toString()))));
  };
}

function joining({ anonymous_id, location, institution, context, progress }: MemberDocument): Write {
  const at = Date.now();
  return {
    kind: 'join',
    request: {
      id: anonymous_id,
      token_sha256: `${anonymous_id}${anonymous_id}`,
      handle: 'somebody',
      joined_at: at,
      cohort: cohortOf(at),
      country: location?.country_code ?? null,
      institution: institution?.name ?? null,
      institution_type: institution?.type ?? null,
      course_type: context.course_type,
      experience_level: context.experience_level,
      setup_verified: progress.setup_verified,
      modules_completed: progress.modules_completed,
      milestones_passed: progress.milestones_passed,
    },
  };
}
