/**
 * What newcomers of a day are counted by stands in one row of each of their groups, where there had been four rows, and
 * one more for the spelling of its name.
 *
 * - How many have each progress is a list, with the progress as index, 0 to 146. What nobody has is null, which takes a
 *   bit; a list begins with the least progress that somebody had.
 * - What newcomers of the latest day are counted by, by that day, stands beside the members of the group. It is settled,
 *   which adds it to the row of the day, when another day comes, and before anything else changes a count of the group:
 *   a day may have both rows, and `counted_day` has all.
 * - Of the spellings of a name the most common one is the label, and not counted by itself: those who are left of the
 *   members write it.
 * - Indexes of places have no id, since few reach a progress in one millisecond, and of a group's name only a hash:
 *   each has an entry of every newcomer, and what is compared on the way to it are numbers.
 */
export const PROGRESS_MIGRATION = `
  ALTER TABLE tito.day ADD COLUMN progress integer[] NOT NULL DEFAULT '{}';
  ALTER TABLE tito.scope
    ADD COLUMN progress integer[] NOT NULL DEFAULT '{}',
    ADD COLUMN latest_day integer,
    ADD COLUMN joined bigint NOT NULL DEFAULT 0,
    ADD COLUMN milestone_1 bigint NOT NULL DEFAULT 0,
    ADD COLUMN milestone_2 bigint NOT NULL DEFAULT 0,
    ADD COLUMN milestone_3 bigint NOT NULL DEFAULT 0,
    ADD COLUMN milestone_4 bigint NOT NULL DEFAULT 0,
    ADD COLUMN milestone_5 bigint NOT NULL DEFAULT 0,
    ADD COLUMN milestone_6 bigint NOT NULL DEFAULT 0,
    ADD COLUMN joined_progress integer[] NOT NULL DEFAULT '{}';
  ALTER TABLE tito.scope SET (fillfactor = 40);
  INSERT INTO tito.meta (name, value) VALUES ('latest day', 0);

  CREATE FUNCTION tito.add_counts(counts integer[], places integer[], more integer[]) RETURNS integer[]
  LANGUAGE plpgsql IMMUTABLE AS $$
  DECLARE
    n integer;
  BEGIN
    FOR i IN 1 .. cardinality(places) LOOP
      n := coalesce(counts[places[i]], 0) + more[i];
      IF n < 0 THEN
        RAISE EXCEPTION 'the counts do not fit the members: progress';
      END IF;
      counts[places[i]] := nullif(n, 0);
    END LOOP;
    RETURN counts;
  END $$;

  CREATE FUNCTION tito.counts_in(counts integer[]) RETURNS TABLE (value integer, n bigint) LANGUAGE sql IMMUTABLE AS $$
    SELECT (array_lower(counts, 1) + place - 1)::integer, n::bigint
    FROM unnest(counts) WITH ORDINALITY AS listed (n, place) WHERE n IS NOT NULL
  $$;

  UPDATE tito.scope SET progress = tito.add_counts('{}', given.places, given.counts)
  FROM (
    SELECT scope_id, array_agg(value ORDER BY value) AS places, array_agg(n::integer ORDER BY value) AS counts
    FROM tito.tally WHERE tally = 'progress' GROUP BY scope_id
  ) AS given WHERE scope.id = given.scope_id;
  UPDATE tito.day SET progress = tito.add_counts('{}', given.places, given.counts)
  FROM (
    SELECT scope_id, value % 100000 AS day, array_agg(value / 100000 ORDER BY value) AS places,
      array_agg(n::integer ORDER BY value) AS counts
    FROM tito.tally WHERE tally = 'joined_progress' GROUP BY 1, 2
  ) AS given WHERE day.scope_id = given.scope_id AND day.day = given.day;
  DELETE FROM tito.tally WHERE tally IN ('progress', 'joined_progress');

  CREATE VIEW tito.counted_day AS
    SELECT scope_id, day, joined, milestone_1, milestone_2, milestone_3, milestone_4, milestone_5, milestone_6, progress
    FROM tito.day
    UNION ALL SELECT id, latest_day, joined, milestone_1, milestone_2, milestone_3, milestone_4, milestone_5, milestone_6,
      joined_progress
    FROM tito.scope WHERE latest_day IS NOT NULL;

  CREATE FUNCTION tito.settle_days(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    WITH settled AS (
      UPDATE tito.scope SET latest_day = NULL, joined = 0, milestone_1 = 0, milestone_2 = 0, milestone_3 = 0,
        milestone_4 = 0, milestone_5 = 0, milestone_6 = 0, joined_progress = '{}'
      FROM tito.scope AS was WHERE was.id = ANY (ids) AND was.latest_day IS NOT NULL AND scope.id = was.id
      RETURNING was.*
    )
    INSERT INTO tito.day AS stored (scope_id, day, joined, milestone_1, milestone_2, milestone_3, milestone_4, milestone_5,
      milestone_6, progress)
    SELECT id, latest_day, joined, milestone_1, milestone_2, milestone_3, milestone_4, milestone_5, milestone_6,
      joined_progress
    FROM settled
    ON CONFLICT (scope_id, day) DO UPDATE SET joined = stored.joined + excluded.joined,
      milestone_1 = stored.milestone_1 + excluded.milestone_1, milestone_2 = stored.milestone_2 + excluded.milestone_2,
      milestone_3 = stored.milestone_3 + excluded.milestone_3, milestone_4 = stored.milestone_4 + excluded.milestone_4,
      milestone_5 = stored.milestone_5 + excluded.milestone_5, milestone_6 = stored.milestone_6 + excluded.milestone_6,
      progress = tito.add_counts(stored.progress, ARRAY(SELECT value FROM tito.counts_in(excluded.progress)),
        ARRAY(SELECT n::integer FROM tito.counts_in(excluded.progress)));
  END $$;

  DELETE FROM tito.spelling USING tito.scope WHERE scope_id = scope.id AND spelling = label;

  CREATE FUNCTION tito.relabel(scope_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    named record;
    other record;
  BEGIN
    FOR named IN
      SELECT id, label, members - coalesce((SELECT sum(n) FROM tito.spelling WHERE scope_id = id), 0) AS n
      FROM tito.scope WHERE id = ANY (scope_ids)
    LOOP
      PERFORM tito.expect(named.n >= 0, 'spelling');
      SELECT spelling, n INTO other FROM tito.spelling WHERE scope_id = named.id ORDER BY n DESC, spelling LIMIT 1;
      IF other.n > named.n OR (other.n = named.n AND other.spelling COLLATE "C" < named.label COLLATE "C") THEN
        DELETE FROM tito.spelling WHERE scope_id = named.id AND spelling = other.spelling;
        INSERT INTO tito.spelling (scope_id, spelling, n) SELECT named.id, named.label, named.n WHERE named.n > 0;
        UPDATE tito.scope SET label = other.spelling WHERE id = named.id;
      END IF;
    END LOOP;
  END $$;

  DROP INDEX tito.member_places, tito.member_places_of_cohort, tito.member_places_of_class,
    tito.member_places_of_institution, tito.member_places_of_course_type;
  CREATE INDEX member_places ON tito.member (minus_progress, joined_at);
  CREATE INDEX member_places_of_cohort ON tito.member (hashtext(cohort), minus_progress, joined_at);
  CREATE INDEX member_places_of_class ON tito.member (hashtext(class_id), minus_progress, joined_at)
    WHERE class_id IS NOT NULL;
  CREATE INDEX member_places_of_institution ON tito.member (hashtext(institution_key), minus_progress, joined_at)
    WHERE institution_key IS NOT NULL;
  CREATE INDEX member_places_of_course_type ON tito.member (hashtext(course_type), minus_progress, joined_at)
    WHERE course_type IS NOT NULL;
`;
