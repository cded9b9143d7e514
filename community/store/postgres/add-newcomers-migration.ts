/**
 * Takes in members who join on one day and all that is counted of them, in one call: one transaction and one round trip
 * for as many as have gathered. The counts come summed up by group.
 *
 * - It answers with the last number that was given before, or with null, and then nothing was changed, where somebody has
 *   one of the ids or has or had one of the tokens: what is to be said to whom is for the caller to find out. Looking
 *   for a former token comes after the insertion, which waits for whoever is about to give a new one.
 * - As everywhere, who changes what others see takes the row of the version first; all that comes after it is done by one
 *   server at a time, so that a row that is not found by the update is not there.
 * - Most counts are there already, and an update by their key costs half of what an insertion does that finds out.
 * - Groups whose latest day is another one are settled together, once a day.
 * - A group comes with one progress of its newcomers and how many have it, which is all there is for most groups; the
 *   others follow as lists. Where there is none it comes as nobody at 0.
 * - \`written\` is how all newcomers write the group's name; empty where they differ, null where nobody can.
 */
export const ADD_NEWCOMERS_MIGRATION = `
  DROP FUNCTION tito.add_members;
  CREATE FUNCTION tito.add_newcomers(
    today integer,
    new_ids text[], new_tokens text[], handles text[], times bigint[], cohorts text[], countries text[],
    institutions text[], institution_types text[], institution_keys text[], course_types text[],
    experience_levels text[], setups boolean[], modules integer[], milestones integer[],
    ids uuid[], kinds text[], keys text[], sizes integer[], firsts integer[], seconds integer[], thirds integer[],
    fourths integer[], fifths integer[], sixths integer[], places integer[], counts integer[], written text[],
    more_ids uuid[], more_places text[], more_counts text[],
    spelling_scopes uuid[], spellings text[], spelling_counts bigint[]
  ) RETURNS bigint LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    last_number bigint;
    found_rows bigint;
    unlike uuid[];
    added uuid[];
  BEGIN
    BEGIN
      UPDATE tito.meta SET value = value + 1 WHERE name = 'version';
      UPDATE tito.meta SET value = value + cardinality(new_ids) WHERE name = 'last_number'
        RETURNING value - cardinality(new_ids) INTO last_number;
      INSERT INTO tito.member (number, id, token_sha256, handle, joined_at, updated_at, cohort, country, institution,
        institution_type, institution_key, course_type, experience_level, setup_verified, modules_completed,
        milestones_passed, milestone_days)
      SELECT last_number + place, given.id, given.token_sha256, given.handle, given.at, given.at, given.cohort,
        given.country, given.institution, given.institution_type, given.institution_key, given.course_type,
        given.experience_level, given.setup_verified, given.modules, given.milestones,
        to_jsonb(array_fill(today, ARRAY[given.milestones]))
      FROM unnest(new_ids, new_tokens, handles, times, cohorts, countries, institutions, institution_types,
        institution_keys, course_types, experience_levels, setups, modules, milestones) WITH ORDINALITY
        AS given (id, token_sha256, handle, at, cohort, country, institution, institution_type, institution_key,
          course_type, experience_level, setup_verified, modules, milestones, place);
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
      UPDATE tito.scope AS stored SET members = stored.members + given.n, latest_day = today,
        joined = stored.joined + given.n, milestone_1 = stored.milestone_1 + given.a,
        milestone_2 = stored.milestone_2 + given.b, milestone_3 = stored.milestone_3 + given.c,
        milestone_4 = stored.milestone_4 + given.d, milestone_5 = stored.milestone_5 + given.e,
        milestone_6 = stored.milestone_6 + given.f,
        progress[given.place] = nullif(coalesce(stored.progress[given.place], 0) + given.count, 0),
        joined_progress[given.place] = nullif(coalesce(stored.joined_progress[given.place], 0) + given.count, 0)
      FROM unnest(ids, sizes, firsts, seconds, thirds, fourths, fifths, sixths, places, counts, written)
        AS given (id, n, a, b, c, d, e, f, place, count, written)
      WHERE stored.id = given.id
      RETURNING stored.id, stored.label <> given.written AS is_unlike
    ) SELECT count(*), coalesce(array_agg(id) FILTER (WHERE is_unlike), '{}') INTO found_rows, unlike FROM changed;
    IF found_rows < cardinality(ids) THEN
      WITH made AS (
        INSERT INTO tito.scope (id, kind, key, label, members, progress, latest_day, joined, milestone_1, milestone_2,
          milestone_3, milestone_4, milestone_5, milestone_6, joined_progress)
        SELECT id, kind, key, coalesce(nullif(written, ''), key), n, counted.progress, today, n, a, b, c, d, e, f,
          counted.progress
        FROM unnest(ids, kinds, keys, sizes, firsts, seconds, thirds, fourths, fifths, sixths, places, counts, written)
          AS given (id, kind, key, n, a, b, c, d, e, f, place, count, written),
          LATERAL (SELECT tito.add_counts('{}', ARRAY[place], ARRAY[count]) AS progress) AS counted
        WHERE NOT EXISTS (SELECT FROM tito.scope AS stored WHERE stored.id = given.id)
        RETURNING id, kind
      ), counted AS (
        UPDATE tito.meta SET value = value + more.n FROM (SELECT kind, count(*) AS n FROM made GROUP BY kind) AS more
        WHERE name = 'scopes ' || more.kind
      ) SELECT array_agg(made.id) INTO added FROM made, unnest(ids, written) AS given (id, written)
        WHERE made.id = given.id AND given.written = '';
      unlike := unlike || added;
    END IF;

    IF cardinality(more_ids) > 0 THEN
      UPDATE tito.scope AS stored
      SET progress = tito.add_counts(stored.progress, given.places::integer[], given.counts::integer[]),
        joined_progress = tito.add_counts(stored.joined_progress, given.places::integer[], given.counts::integer[])
      FROM unnest(more_ids, more_places, more_counts) AS given (id, places, counts) WHERE stored.id = given.id;
    END IF;

    IF cardinality(unlike) > 0 THEN
      INSERT INTO tito.spelling AS stored (scope_id, spelling, n)
      SELECT given.* FROM (
        SELECT * FROM unnest(spelling_scopes, spellings, spelling_counts)
        UNION ALL SELECT * FROM unnest(ids, written, sizes) AS one (id, written, n) WHERE one.written <> ''
      ) AS given (scope_id, spelling, n)
      JOIN tito.scope ON scope.id = given.scope_id
      WHERE given.scope_id = ANY (unlike) AND given.spelling <> scope.label
      ON CONFLICT (scope_id, spelling) DO UPDATE SET n = stored.n + excluded.n;
      PERFORM tito.relabel(unlike);
    END IF;
    RETURN last_number;
  END $$;
`;
