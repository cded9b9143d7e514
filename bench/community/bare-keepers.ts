/** What the controls of the server do with the bodies of requests that came together. */
import { DatabaseSync } from 'node:sqlite';
import postgres from 'postgres';
import { cohortOf } from '../../community/cohort.ts';
import { openPostgresStore } from '../../community/store/postgres-store.ts';
import { openSqliteStore } from '../../community/store/sqlite-store.ts';
import type { Write } from '../../community/store.ts';
import type { MemberDocument } from '../../src/schema/community/member.ts';

type Keep = (bodies: readonly Buffer[]) => void | Promise<void>;

/** @throws Error for a kind that there is not */
export async function keeperOf(kind: string | undefined, place: string): Promise<Keep> {
  if (kind === 'rows') return rowsIn(place);
  if (kind === 'members') return membersIn(place);
  if (kind === 'postgres-rows') return rowsInPostgres(place);
  if (kind === 'postgres-members') return membersInPostgres(place);
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

/** Each body is a row of one table with a key, all of a batch in one statement. */
async function rowsInPostgres(url: string): Promise<Keep> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  await sql.unsafe(
    'CREATE TABLE entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, bytes text NOT NULL)',
  );
  return async (bodies) => {
    const texts = JSON.stringify(bodies.map((bytes) => bytes.toString()));
    const insert = 'INSERT INTO entry (bytes) SELECT json_array_elements_text($1::text::json)';
    await sql.unsafe(insert, [texts], { prepare: true });
  };
}

/** Each body becomes a member with all that is counted, by the registry's own store; nothing of it is checked. */
function membersIn(file: string): Keep {
  const store = openSqliteStore(file);
  return (bodies) => {
    store.applyBatch(bodies.map((bytes) => joining(JSON.parse(bytes.toString()))));
  };
}

/** The same in Postgres. */
async function membersInPostgres(url: string): Promise<Keep> {
  const store = await openPostgresStore(url);
  return async (bodies) => {
    await store.applyBatch(bodies.map((bytes) => joining(JSON.parse(bytes.toString()))));
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
