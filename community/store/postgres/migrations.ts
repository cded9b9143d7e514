/**
 * The steps from an empty database to the newest schema; table `migration` says which it has taken. A step that was
 * released is never changed: what differs becomes another step.
 *
 * Texts that are put in order are in that of their code points (collation "C"), whatever the language of the database.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE tito.meta (
    name text PRIMARY KEY,
    value bigint NOT NULL
  ) WITH (fillfactor = 20);
  INSERT INTO tito.meta (name, value) VALUES
    ('version', 0), ('last_number', 0), ('scopes all', 0), ('scopes cohort', 0), ('scopes institution', 0),
    ('scopes course_type', 0), ('scopes country', 0);

  CREATE TABLE tito.secret (
    name text PRIMARY KEY,
    bytes bytea NOT NULL
  );

  CREATE TABLE tito.member (
    number bigint PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    token_sha256 text COLLATE "C" NOT NULL UNIQUE,
    handle text NOT NULL,
    joined_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    cohort text COLLATE "C" NOT NULL,
    country text COLLATE "C",
    institution text COLLATE "C",
    institution_type text,
    course_type text COLLATE "C",
    experience_level text,
    setup_verified boolean NOT NULL,
    modules_completed integer NOT NULL,
    milestones_passed integer NOT NULL,
    milestone_days jsonb NOT NULL CHECK (jsonb_array_length(milestone_days) = milestones_passed),
    -- Of the institution, however it is spelt.
    institution_key text COLLATE "C",
    -- So that the best stand first and one comparison of rows finds a place.
    minus_progress integer NOT NULL GENERATED ALWAYS AS (-(modules_completed * 7 + milestones_passed)) STORED
  ) WITH (fillfactor = 85);
  CREATE INDEX member_places ON tito.member (minus_progress, joined_at, id);
  CREATE INDEX member_places_of_cohort ON tito.member (cohort, minus_progress, joined_at, id);
  CREATE INDEX member_places_of_institution ON tito.member (institution_key, minus_progress, joined_at, id)
    WHERE institution_key IS NOT NULL;
  CREATE INDEX member_places_of_course_type ON tito.member (course_type, minus_progress, joined_at, id)
    WHERE course_type IS NOT NULL;

  CREATE TABLE tito.former_token (
    token_sha256 text COLLATE "C" PRIMARY KEY,
    member_id text COLLATE "C" NOT NULL REFERENCES tito.member (id) ON DELETE CASCADE,
    until bigint NOT NULL
  );
  CREATE INDEX former_token_of_member ON tito.former_token (member_id);

  CREATE TABLE tito.submission (
    id text COLLATE "C" PRIMARY KEY,
    member_id text COLLATE "C" NOT NULL REFERENCES tito.member (id) ON DELETE CASCADE,
    kind text NOT NULL,
    status text NOT NULL,
    -- Whether 'reproduced' is a moderator's word and needs no other run.
    vouched boolean NOT NULL,
    reason text,
    received_at bigint NOT NULL,
    measured_at bigint NOT NULL,
    score integer,
    score_low integer,
    score_high integer,
    speed integer,
    compression integer,
    accuracy integer,
    efficiency integer,
    bracket text NOT NULL,
    subject text NOT NULL,
    subject_sha256 text NOT NULL,
    samples_sha256 text COLLATE "C" NOT NULL UNIQUE,
    seed bigint NOT NULL
  );
  CREATE INDEX submission_of_member ON tito.submission (member_id, kind, received_at);

  CREATE TABLE tito.document (
    submission_id text COLLATE "C" PRIMARY KEY REFERENCES tito.submission (id) ON DELETE CASCADE,
    bytes bytea NOT NULL
  );
  -- It is compressed already.
  ALTER TABLE tito.document ALTER COLUMN bytes SET STORAGE EXTERNAL;

  -- The groups of the member stand here as well, so that the order within a group is an index.
  CREATE TABLE tito.best (
    member_id text COLLATE "C" NOT NULL REFERENCES tito.member (id) ON DELETE CASCADE,
    metric text COLLATE "C" NOT NULL,
    minus_value integer NOT NULL,
    at bigint NOT NULL,
    submission_id text COLLATE "C" NOT NULL,
    cohort text COLLATE "C" NOT NULL,
    institution_key text COLLATE "C",
    course_type text COLLATE "C",
    PRIMARY KEY (member_id, metric)
  );
  CREATE INDEX best_places ON tito.best (metric, minus_value, at, member_id);
  CREATE INDEX best_places_of_cohort ON tito.best (cohort, metric, minus_value, at, member_id);
  CREATE INDEX best_places_of_institution ON tito.best (institution_key, metric, minus_value, at, member_id)
    WHERE institution_key IS NOT NULL;
  CREATE INDEX best_places_of_course_type ON tito.best (course_type, metric, minus_value, at, member_id)
    WHERE course_type IS NOT NULL;

  CREATE TABLE tito.idempotency (
    member_id text COLLATE "C" NOT NULL REFERENCES tito.member (id) ON DELETE CASCADE,
    key text COLLATE "C" NOT NULL,
    request_sha256 text NOT NULL,
    submission_id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (member_id, key)
  );
  CREATE INDEX idempotency_by_age ON tito.idempotency (at);

  CREATE TABLE tito.bucket (
    key text COLLATE "C" PRIMARY KEY,
    level double precision NOT NULL,
    at bigint NOT NULL,
    full_at bigint NOT NULL
  ) WITH (fillfactor = 50);

  -- A set of members that is counted: it is there as long as it has members. The id follows from kind and key.
  CREATE TABLE tito.scope (
    id uuid PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    label text COLLATE "C" NOT NULL,
    members bigint NOT NULL CHECK (members >= 0),
    UNIQUE (kind, key)
  ) WITH (fillfactor = 60);

  CREATE TABLE tito.tally (
    scope_id uuid NOT NULL,
    tally text COLLATE "C" NOT NULL,
    value integer NOT NULL,
    n bigint NOT NULL CHECK (n >= 0),
    PRIMARY KEY (scope_id, tally, value)
  ) WITH (fillfactor = 60);

  CREATE TABLE tito.spelling (
    scope_id uuid NOT NULL,
    spelling text COLLATE "C" NOT NULL,
    n bigint NOT NULL CHECK (n >= 0),
    PRIMARY KEY (scope_id, spelling)
  );
  CREATE INDEX spelling_by_use ON tito.spelling (scope_id, n DESC, spelling);

  -- How far another registry has been moved into this one.
  CREATE TABLE tito.transfer (
    source_sha256 text PRIMARY KEY,
    source_version bigint NOT NULL,
    last_number bigint NOT NULL,
    is_done boolean NOT NULL
  );

  CREATE FUNCTION tito.expect(is_so boolean, what text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF is_so IS NOT TRUE THEN
      RAISE EXCEPTION 'the counts do not fit the members: %', what;
    END IF;
  END $$;
  `,
];
