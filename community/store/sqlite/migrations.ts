/**
 * The steps from an empty file to the newest schema; a file's `user_version` says how many it has taken. A step that was
 * released is never changed: what differs becomes another step.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO meta (name, value) VALUES ('version', 0), ('last_number', 0);

  CREATE TABLE secret (
    name TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE class (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    code_sha256 TEXT NOT NULL UNIQUE,
    admin_sha256 TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    code_at INTEGER NOT NULL,
    expires_at INTEGER,
    frozen_until INTEGER
  ) STRICT;

  CREATE TABLE member (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    token_sha256 TEXT NOT NULL UNIQUE,
    handle TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    cohort TEXT NOT NULL,
    country TEXT,
    institution TEXT,
    institution_type TEXT,
    course_type TEXT,
    experience_level TEXT,
    setup_verified INTEGER NOT NULL CHECK (setup_verified IN (0, 1)),
    modules_completed INTEGER NOT NULL,
    milestones_passed INTEGER NOT NULL,
    milestone_days TEXT NOT NULL CHECK (json_array_length(milestone_days) = milestones_passed),
    class_id TEXT REFERENCES class (id),
    -- As JSON: which class, why and when.
    class_removal TEXT
  ) STRICT;
  CREATE INDEX member_by_handle ON member (handle);
  CREATE INDEX member_of_class ON member (class_id, handle) WHERE class_id IS NOT NULL;

  CREATE TABLE former_token (
    token_sha256 TEXT PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX former_token_of_member ON former_token (member_id);

  CREATE TABLE submission (
    id TEXT NOT NULL UNIQUE,
    member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    -- Whether 'reproduced' is a moderator's word and needs no other run.
    vouched INTEGER NOT NULL DEFAULT 0 CHECK (vouched IN (0, 1)),
    reason TEXT,
    received_at INTEGER NOT NULL,
    measured_at INTEGER NOT NULL,
    score INTEGER,
    score_low INTEGER,
    score_high INTEGER,
    speed INTEGER,
    compression INTEGER,
    accuracy INTEGER,
    efficiency INTEGER,
    bracket TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_sha256 TEXT NOT NULL,
    samples_sha256 TEXT NOT NULL UNIQUE,
    seed INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX submission_of_member ON submission (member_id, kind, received_at);
  CREATE INDEX submission_by_time ON submission (received_at, id);
  CREATE INDEX submission_flagged ON submission (received_at, id) WHERE status = 'flagged';

  -- What a moderator did and why; of a run that was removed nothing else is left.
  CREATE TABLE moderation (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    reason TEXT,
    member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    submission_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    received_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX moderation_of_member ON moderation (member_id, number);
  CREATE INDEX moderation_of_submission ON moderation (submission_id, number);

  CREATE TABLE document (
    submission_id TEXT PRIMARY KEY REFERENCES submission (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE best (
    member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    value INTEGER NOT NULL,
    at INTEGER NOT NULL,
    submission_id TEXT NOT NULL,
    PRIMARY KEY (member_id, metric)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE idempotency (
    member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    request_sha256 TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (member_id, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idempotency_by_age ON idempotency (at);

  CREATE TABLE bucket (
    key TEXT PRIMARY KEY,
    level REAL NOT NULL,
    at INTEGER NOT NULL,
    full_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- A set of members that is counted: it is there as long as it has members.
  CREATE TABLE scope (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    UNIQUE (kind, key)
  ) STRICT;
  CREATE TABLE scope_count (
    kind TEXT PRIMARY KEY,
    n INTEGER NOT NULL CHECK (n > 0)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE tally (
    scope_id INTEGER NOT NULL REFERENCES scope (id),
    tally TEXT NOT NULL,
    value INTEGER NOT NULL,
    n INTEGER NOT NULL CHECK (n > 0),
    PRIMARY KEY (scope_id, tally, value)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE spelling (
    scope_id INTEGER NOT NULL REFERENCES scope (id),
    spelling TEXT NOT NULL,
    n INTEGER NOT NULL CHECK (n > 0),
    PRIMARY KEY (scope_id, spelling)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX spelling_by_use ON spelling (scope_id, n DESC, spelling);

  -- minus_value: so that the best stand first and one comparison of rows finds a place.
  CREATE TABLE standing (
    scope_id INTEGER NOT NULL REFERENCES scope (id),
    metric TEXT NOT NULL,
    minus_value INTEGER NOT NULL,
    at INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    PRIMARY KEY (scope_id, metric, minus_value, at, member_id)
  ) STRICT, WITHOUT ROWID;
  `,
];
