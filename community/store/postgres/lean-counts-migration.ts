/**
 * What a join changes of its groups is as little as their counts can be told from.
 *
 * - Newcomers of the latest day stand in one list by progress, which \`progress\` has once they are settled: until then a
 *   group's progress is the sum of both. How many of them passed a milestone follows from it, since who has just joined
 *   passed all on that day, and progress is modules × 7 + milestones.
 * - Groups most of whose newcomers have one progress come as a row of numbers, all others with lists. Each group is
 *   updated once. What only a new group needs, its kind and its key, comes as a text that is not taken apart before.
 * - Of the days on which milestones were passed there are seven lists, one of which each newcomer has.
 * - The rows that all servers meet at are free again once the transaction is committed, while its log is still on the way
 *   to the disk: the caller waits for that (\`ON_DISK\`), the other servers needn't.
 */
export const LEAN_COUNTS_MIGRATION = `
  SELECT tito.settle_days(ARRAY(SELECT id FROM tito.scope WHERE latest_day IS NOT NULL));
  DROP FUNCTION tito.settle_days, tito.add_newcomers;
  DROP VIEW tito.counted_day;
  ALTER TABLE tito.scope DROP COLUMN milestone_1, DROP COLUMN milestone_2, DROP COLUMN milestone_3,
    DROP COLUMN milestone_4, DROP COLUMN milestone_5, DROP COLUMN milestone_6;

  CREATE FUNCTION tito.passed(joined_progress integer[], milestone integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(sum(n), 0)::bigint FROM tito.counts_in(joined_progress) WHERE value % 7 >= milestone
  $$;

  CREATE VIEW tito.counted_day AS
    SELECT scope_id, day, joined, milestone_1, milestone_2, milestone_3, milestone_4, milestone_5, milestone_6, progress
    FROM tito.day
    UNION ALL SELECT id, latest_day, joined, tito.passed(joined_progress, 1), tito.passed(joined_progress, 2),
      tito.passed(joined_progress, 3), tito.passed(joined_progress, 4), tito.passed(joined_progress, 5),
      tito.passed(joined_progress, 6), joined_progress
    FROM tito.scope WHERE latest_day IS NOT NULL;

  CREATE FUNCTION tito.sum_of_counts(counts integer[], more integer[]) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
    SELECT tito.add_counts(counts, ARRAY(SELECT value FROM tito.counts_in(more)),
      ARRAY(SELECT n::integer FROM tito.counts_in(more)))
  $$;

  CREATE FUNCTION tito.settle_days(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    WITH settled AS (
      UPDATE tito.scope SET latest_day = NULL, joined = 0, joined_progress = '{}',
        progress = tito.sum_of_counts(was.progress, was.joined_progress)
      FROM tito.scope AS was WHERE was.id = ANY (ids) AND was.latest_day IS NOT NULL AND scope.id = was.id
      RETURNING was.*
    )
    INSERT INTO tito.day AS stored (scope_id, day, joined, milestone_1, milestone_2, milestone_3, milestone_4, milestone_5,
      milestone_6, progress)
    SELECT id, latest_day, joined, passed.a, passed.b, passed.c, passed.d, passed.e, passed.f, joined_progress
    FROM settled, LATERAL (
      SELECT ${[1, 2, 3, 4, 5, 6].map((i) => `coalesce(sum(n) FILTER (WHERE value % 7 >= ${i}), 0)`).join(', ')}
      FROM tito.counts_in(joined_progress)
    ) AS passed (a, b, c, d, e, f)
    ON CONFLICT (scope_id, day) DO UPDATE SET joined = stored.joined + excluded.joined,
      milestone_1 = stored.milestone_1 + excluded.milestone_1, milestone_2 = stored.milestone_2 + excluded.milestone_2,
      milestone_3 = stored.milestone_3 + excluded.milestone_3, milestone_4 = stored.milestone_4 + excluded.milestone_4,
      milestone_5 = stored.milestone_5 + excluded.milestone_5, milestone_6 = stored.milestone_6 + excluded.milestone_6,
      progress = tito.sum_of_counts(stored.progress, excluded.progress);
  END $$;

  CREATE FUNCTION tito.add_newcomers(
    today integer,
    new_ids text[], new_tokens text[], handles text[], times bigint[], cohorts text[], countries text[],
    institutions text[], institution_types text[], institution_keys text[], course_types text[],
    experience_levels text[], setups boolean[], modules integer[], milestones integer[],
    ids uuid[], sizes integer[], places integer[], written text[],
    mixed_ids uuid[], mixed_sizes integer[], mixed_places text[], mixed_counts text[], mixed_written text[],
    kinds text, keys text,
    spelling_scopes uuid[], spellings text[], spelling_counts bigint[]
  ) RETURNS bigint LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    last_number bigint;
    found_rows bigint;
    found_mixed bigint;
    unlike uuid[];
    unlike_mixed uuid[];
    added uuid[];
    days jsonb[] := ARRAY(SELECT to_jsonb(array_fill(today, ARRAY[passed])) FROM generate_series(0, 6) AS passed);
  BEGIN
    BEGIN
      UPDATE tito.meta SET value = value + 1 WHERE name = 'version';
      UPDATE tito.meta SET value = value + cardinality(new_ids) WHERE name = 'last_number'
        RETURNING value - cardinality(new_ids) INTO last_number;
      INSERT INTO tito.member (number, id, token_sha256, handle, joined_at, updated_at, cohort, country, institution,
        institution_type, institution_key, course_type, experience_level, setup_verified, modules_completed,
        milestones_passed, milestone_days)
      SELECT last_number + i, new_ids[i], new_tokens[i], handles[i], times[i], times[i], cohorts[i], countries[i],
        institutions[i], institution_types[i], institution_keys[i], course_types[i], experience_levels[i], setups[i],
        modules[i], milestones[i], days[milestones[i] + 1]
      FROM generate_series(1, cardinality(new_ids)) AS i;
      IF EXISTS (SELECT FROM tito.former_token WHERE token_sha256 = ANY (new_tokens)) THEN
        RAISE unique_violation;
      END IF;
    EXCEPTION WHEN unique_violation THEN RETURN NULL;
    END;

    UPDATE tito.meta SET value = today WHERE name = 'latest day' AND value <> today;
    IF FOUND THEN
      PERFORM tito.settle_days(ARRAY(SELECT id FROM tito.scope WHERE latest_day IS NOT NULL));
    END IF;
    WITH changed AS (
      UPDATE tito.scope AS stored SET members = stored.members + sizes[i], latest_day = today,
        joined = stored.joined + sizes[i],
        joined_progress[places[i]] = coalesce(stored.joined_progress[places[i]], 0) + sizes[i]
      FROM generate_series(1, cardinality(ids)) AS i
      WHERE stored.id = ids[i]
      RETURNING stored.id, stored.label <> written[i] AS is_unlike
    ) SELECT count(*), coalesce(array_agg(id) FILTER (WHERE is_unlike), '{}') INTO found_rows, unlike FROM changed;
    WITH changed AS (
      UPDATE tito.scope AS stored SET members = stored.members + given.n, latest_day = today,
        joined = stored.joined + given.n,
        joined_progress = tito.add_counts(stored.joined_progress, given.places::integer[], given.counts::integer[])
      FROM unnest(mixed_ids, mixed_sizes, mixed_places, mixed_counts, mixed_written)
        AS given (id, n, places, counts, written)
      WHERE stored.id = given.id
      RETURNING stored.id, stored.label <> given.written AS is_unlike
    ) SELECT count(*), array_agg(id) FILTER (WHERE is_unlike) INTO found_mixed, unlike_mixed FROM changed;
    unlike := unlike || unlike_mixed;
    IF found_rows + found_mixed < cardinality(ids) + cardinality(mixed_ids) THEN
      WITH made AS (
        INSERT INTO tito.scope (id, kind, key, label, members, latest_day, joined, joined_progress)
        SELECT id, kind, key, coalesce(nullif(written, ''), key), n, today, n, tito.add_counts('{}', places, counts)
        FROM (
          SELECT id, n, ARRAY[place], ARRAY[n], written, i FROM unnest(ids, sizes, places, written)
            WITH ORDINALITY AS given (id, n, place, written, i)
          UNION ALL SELECT id, n, places::integer[], counts::integer[], written, cardinality(ids) + i
          FROM unnest(mixed_ids, mixed_sizes, mixed_places, mixed_counts, mixed_written)
            WITH ORDINALITY AS given (id, n, places, counts, written, i)
        ) AS given (id, n, places, counts, written, i)
        JOIN unnest(kinds::text[], keys::text[]) WITH ORDINALITY AS named (kind, key, i) USING (i)
        WHERE NOT EXISTS (SELECT FROM tito.scope AS stored WHERE stored.id = given.id)
        RETURNING id, kind
      ), counted AS (
        UPDATE tito.meta SET value = value + more.n FROM (SELECT kind, count(*) AS n FROM made GROUP BY kind) AS more
        WHERE name = 'scopes ' || more.kind
      ) SELECT array_agg(made.id) INTO added FROM made, unnest(mixed_ids, mixed_written) AS given (id, written)
        WHERE made.id = given.id AND given.written = '';
      unlike := unlike || added;
    END IF;

    IF cardinality(unlike) > 0 THEN
      INSERT INTO tito.spelling AS stored (scope_id, spelling, n)
      SELECT given.* FROM (
        SELECT * FROM unnest(spelling_scopes, spellings, spelling_counts)
        UNION ALL SELECT * FROM unnest(ids || mixed_ids, written || mixed_written, sizes || mixed_sizes)
          AS one (id, written, n) WHERE one.written <> ''
      ) AS given (scope_id, spelling, n)
      JOIN tito.scope ON scope.id = given.scope_id
      WHERE given.scope_id = ANY (unlike) AND given.spelling <> scope.label
      ON CONFLICT (scope_id, spelling) DO UPDATE SET n = stored.n + excluded.n;
      PERFORM tito.relabel(unlike);
    END IF;
    PERFORM set_config('synchronous_commit', 'off', true);
    RETURN last_number;
  END $$;
`;
