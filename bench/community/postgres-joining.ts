/** Ways to keep members in Postgres: the registry's store, and others beside it that show what counting costs there. */
import { createHash, randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { cohortOf } from '../../community/cohort.ts';
import { openPostgresStore } from '../../community/store/postgres-store.ts';
import type { Writes } from '../../community/store.ts';

type Joining = Writes['join']['request'];

/** One server's way to the database. */
export interface Keeper {
  join: (member: Joining) => Promise<unknown>;
  /** Statements that another connection's was in the way of for good. */
  deadlocks: () => number;
  close: () => Promise<void>;
}

/** Prepares an empty database and says how a server keeps members in it. */
interface Way<Id extends string> {
  id: Id;
  /** What a member costs there. */
  title: string;
  prepare: (url: string) => Promise<void>;
  open: (url: string) => Promise<Keeper>;
}

const INSTITUTIONS = 200;

export function newJoining(number: number): Joining {
  const id = randomBytes(16).toString('hex');
  const at = Date.now();
  return {
    id,
    token_sha256: createHash('sha256').update(id).digest('hex'),
    handle: 'quiet-otter-1234',
    joined_at: at,
    cohort: cohortOf(at),
    country: ['US', 'IN', 'BR'][number % 3] ?? 'US',
    institution: `University of Somewhere No. ${1 + (number % INSTITUTIONS)}`,
    institution_type: 'university',
    course_type: 'university_course',
    experience_level: 'beginner',
    setup_verified: true,
    modules_completed: number % 21,
    milestones_passed: number % 7,
  };
}

/** The store: counts by the net differences of a batch. */
const store: Way<'store'> = {
  id: 'store',
  title: "the registry's store, counts by the sum of a batch, upserts in order",
  prepare: async (url) => (await openPostgresStore(url)).close(),
  open: async (url) => {
    const opened = await openPostgresStore(url);
    return {
      join: (member) => opened.write('join', member),
      // It tries those again by itself.
      deadlocks: () => 0,
      close: () => opened.close(),
    };
  },
};

const COLUMNS = `id text, token_sha256 text, handle text, joined_at bigint, cohort text, country text, institution text,
  institution_type text, course_type text, experience_level text, setup_verified boolean, modules_completed integer,
  milestones_passed integer`;
const NAMES = COLUMNS.replaceAll(/ (?:text|bigint|boolean|integer)/g, '');

/** Everything that a member adds to, of rows named `added`: the same counts as the store keeps. */
const COUNTS = `
  SELECT kind || ' ' || key AS scope, tally, value, count(*) AS n FROM (
    SELECT * FROM added, LATERAL (VALUES ('all', ''), ('cohort', cohort), ('institution', lower(institution)),
      ('course_type', course_type), ('country', country)) AS groups (kind, key)
  ) AS member, LATERAL (
    SELECT 'members' AS tally, 0 AS value UNION ALL SELECT 'joined', (joined_at / 86400000)::integer
    UNION ALL SELECT 'progress', modules_completed * 7 + milestones_passed WHERE kind <> 'country'
    UNION ALL SELECT 'joined_progress', (modules_completed * 7 + milestones_passed) * 100000 +
      (joined_at / 86400000)::integer WHERE kind <> 'country'
    UNION ALL SELECT 'milestone_' || i, (joined_at / 86400000)::integer FROM generate_series(1, milestones_passed) AS i
      WHERE kind <> 'country'
  ) AS counts GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
const MEMBER_TABLE = `CREATE TABLE member (${COLUMNS}, PRIMARY KEY (id))`;
/** With the indexes of the registry's table; and where the counts go. */
const TABLES = `
  CREATE TABLE member (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ${COLUMNS.replaceAll(' text', ' text COLLATE "C"')},
    UNIQUE (id), UNIQUE (token_sha256),
    minus_progress integer GENERATED ALWAYS AS (-(modules_completed * 7 + milestones_passed)) STORED);
  CREATE INDEX ON member (handle);
  CREATE INDEX ON member (minus_progress, joined_at);
  CREATE INDEX ON member (hashtext(cohort), minus_progress, joined_at);
  CREATE INDEX ON member (hashtext(institution), minus_progress, joined_at) WHERE institution IS NOT NULL;
  CREATE INDEX ON member (hashtext(course_type), minus_progress, joined_at) WHERE course_type IS NOT NULL;
  CREATE TABLE tally (scope text COLLATE "C", tally text COLLATE "C", value integer, n bigint,
    PRIMARY KEY (scope, tally, value)) WITH (fillfactor = 60)`;
const UPSERT = 'ON CONFLICT (scope, tally, value) DO UPDATE SET n = tally.n + excluded.n';

/** One statement for all that came while the one before was under way; a deadlock is one more attempt. */
async function gathering(url: string, insert: string): Promise<Keeper> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  const waiting: { member: Joining; done: () => void; failed: (cause: unknown) => void }[] = [];
  let isRunning = false;
  let deadlocks = 0;
  const attempt = async (rows: string): Promise<void> => {
    try {
      await sql.unsafe(insert, [rows], { prepare: true });
    } catch (cause) {
      if (!(cause instanceof postgres.PostgresError) || cause.code !== '40P01') throw cause;
      deadlocks++;
      await attempt(rows);
    }
  };
  const run = async () => {
    isRunning = true;
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 512);
      await attempt(JSON.stringify(batch.map(({ member }) => member))).then(
        () => batch.forEach(({ done }) => void done()),
        (cause: unknown) => batch.forEach(({ failed }) => void failed(cause)),
      );
    }
    isRunning = false;
  };
  return {
    join: (member) =>
      new Promise<void>((done, failed) => {
        waiting.push({ member, done, failed });
        if (!isRunning) void run();
      }),
    deadlocks: () => deadlocks,
    close: () => sql.end(),
  };
}

const INSERT = `INSERT INTO member (${NAMES}) SELECT ${NAMES} FROM json_to_recordset($1::text::json) AS sent(${COLUMNS})`;
const withTables = (sql: string) => async (url: string) => {
  const connected = postgres(url, { max: 1, onnotice: () => {} });
  await connected.unsafe(sql);
  await connected.end();
};

const bare: Way<'bare'> = {
  id: 'bare',
  title: 'rows of one table with one key, nothing else',
  prepare: withTables(MEMBER_TABLE),
  open: (url) => gathering(url, INSERT),
};

const indexed: Way<'indexed'> = {
  id: 'indexed',
  title: "the same rows with the indexes of the registry's members, nothing counted",
  prepare: withTables(TABLES),
  open: (url) => gathering(url, INSERT),
};

const statementTrigger: Way<'statement_trigger'> = {
  id: 'statement_trigger',
  title: 'the same rows and indexes, a trigger that counts once a statement',
  prepare: withTables(`${TABLES};
    CREATE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO tally (scope, tally, value, n) ${COUNTS} ${UPSERT};
      RETURN NULL;
    END $$;
    CREATE TRIGGER counting AFTER INSERT ON member REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION count_members()`),
  open: (url) => gathering(url, INSERT),
};

const rowTrigger: Way<'row_trigger'> = {
  id: 'row_trigger',
  title: 'the same rows and indexes, a trigger that counts for each row',
  prepare: withTables(`${TABLES};
    CREATE FUNCTION count_member() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO tally (scope, tally, value, n) ${COUNTS.replace('FROM added,', 'FROM (SELECT NEW.*) AS added,')} ${UPSERT};
      RETURN NULL;
    END $$;
    CREATE TRIGGER counting AFTER INSERT ON member FOR EACH ROW EXECUTE FUNCTION count_member()`),
  open: (url) => gathering(url, INSERT),
};

export type WayId = (typeof WAYS)[number]['id'];
/** The bare one is the control. */
export const WAYS = [store, bare, indexed, statementTrigger, rowTrigger] as const;
