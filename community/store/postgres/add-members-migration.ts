/**
 * As the second schema had it; `add_newcomers` of the third has taken its place.
 *
 * Takes in members who join and all that is counted of them, in one call: one transaction and one round trip for as many
 * as have gathered. The counts come summed up, each row of them once.
 *
 * - It answers with the last number that was given before, or with null, and then nothing was changed, where somebody has
 *   one of the ids or tokens already: what is to be said to whom is for the caller to find out.
 * - As everywhere, who changes what others see takes the row of the version first; all that comes after it is done by one
 *   server at a time, so that a row that is not found by the update is not there.
 * - Most counts are there already, and an update by their key costs half of what an insertion does that finds out.
 */
export const ADD_MEMBERS_MIGRATION = `
  CREATE FUNCTION tito.add_members(
    new_ids text[], new_tokens text[], handles text[], times bigint[], cohorts text[], countries text[],
    institutions text[], institution_types text[], institution_keys text[], course_types text[],
    experience_levels text[], setups boolean[], modules integer[], milestones integer[], milestone_lists jsonb[],
    scope_ids uuid[], scope_kinds text[], scope_keys text[], scope_members bigint[], scope_spellings text[],
    day_scopes uuid[], days integer[], joined_counts bigint[], first_counts bigint[], second_counts bigint[],
    third_counts bigint[], fourth_counts bigint[], fifth_counts bigint[], sixth_counts bigint[],
    tally_scopes uuid[], tallies text[], tally_values integer[], tally_counts bigint[],
    spelling_scopes uuid[], spellings text[], spelling_counts bigint[]
  ) RETURNS bigint LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    last_number bigint;
    found_rows bigint;
    unlike uuid[];
    added uuid[];
  BEGIN
    IF EXISTS (SELECT FROM tito.member WHERE id = ANY (new_ids))
      OR EXISTS (SELECT FROM tito.member WHERE token_sha256 = ANY (new_tokens))
      OR EXISTS (SELECT FROM tito.former_token WHERE token_sha256 = ANY (new_tokens))
    THEN RETURN NULL;
    END IF;

    UPDATE tito.meta SET value = value + 1 WHERE name = 'version';
    UPDATE tito.meta SET value = value + cardinality(new_ids) WHERE name = 'last_number'
      RETURNING value - cardinality(new_ids) INTO last_number;
    INSERT INTO tito.member (number, id, token_sha256, handle, joined_at, updated_at, cohort, country, institution,
      institution_type, institution_key, course_type, experience_level, setup_verified, modules_completed,
      milestones_passed, milestone_days)
    SELECT last_number + place, given.id, given.token_sha256, given.handle, given.at, given.at, given.cohort,
      given.country, given.institution, given.institution_type, given.institution_key, given.course_type,
      given.experience_level, given.setup_verified, given.modules, given.milestones, given.days
    FROM unnest(new_ids, new_tokens, handles, times, cohorts, countries, institutions, institution_types,
      institution_keys, course_types, experience_levels, setups, modules, milestones, milestone_lists) WITH ORDINALITY
      AS given (id, token_sha256, handle, at, cohort, country, institution, institution_type, institution_key,
        course_type, experience_level, setup_verified, modules, milestones, days, place);

    -- Those of which a spelling came that is not their label: it may be the more common one now.
    WITH changed AS (
      UPDATE tito.scope AS stored SET members = stored.members + given.n
      FROM unnest(scope_ids, scope_members, scope_spellings) AS given (id, n, spelling) WHERE stored.id = given.id
      RETURNING stored.id, stored.label <> given.spelling AS is_unlike
    ) SELECT count(*), coalesce(array_agg(id) FILTER (WHERE is_unlike), '{}') INTO found_rows, unlike FROM changed;
    IF found_rows < cardinality(scope_ids) THEN
      WITH made AS (
        INSERT INTO tito.scope (id, kind, key, label, members)
        SELECT id, kind, key, key, n FROM unnest(scope_ids, scope_kinds, scope_keys, scope_members)
          AS given (id, kind, key, n)
        WHERE NOT EXISTS (SELECT FROM tito.scope AS stored WHERE stored.id = given.id)
        RETURNING id, kind
      ), counted AS (
        UPDATE tito.meta SET value = value + more.n FROM (SELECT kind, count(*) AS n FROM made GROUP BY kind) AS more
        WHERE name = 'scopes ' || more.kind
      ) SELECT array_agg(id) INTO added FROM made;
      unlike := unlike || added;
    END IF;

    UPDATE tito.day AS stored SET joined = stored.joined + given.a, milestone_1 = stored.milestone_1 + given.b,
      milestone_2 = stored.milestone_2 + given.c, milestone_3 = stored.milestone_3 + given.d,
      milestone_4 = stored.milestone_4 + given.e, milestone_5 = stored.milestone_5 + given.f,
      milestone_6 = stored.milestone_6 + given.g
    FROM unnest(day_scopes, days, joined_counts, first_counts, second_counts, third_counts, fourth_counts,
      fifth_counts, sixth_counts) AS given (scope_id, day, a, b, c, d, e, f, g)
    WHERE stored.scope_id = given.scope_id AND stored.day = given.day;
    GET DIAGNOSTICS found_rows = ROW_COUNT;
    IF found_rows < cardinality(day_scopes) THEN
      INSERT INTO tito.day (scope_id, day, joined, milestone_1, milestone_2, milestone_3, milestone_4, milestone_5,
        milestone_6)
      SELECT given.* FROM unnest(day_scopes, days, joined_counts, first_counts, second_counts, third_counts,
        fourth_counts, fifth_counts, sixth_counts) AS given (scope_id, day, a, b, c, d, e, f, g)
      WHERE NOT EXISTS (
        SELECT FROM tito.day AS stored WHERE stored.scope_id = given.scope_id AND stored.day = given.day);
    END IF;

    UPDATE tito.tally AS stored SET n = stored.n + given.n
    FROM unnest(tally_scopes, tallies, tally_values, tally_counts) AS given (scope_id, tally, value, n)
    WHERE stored.scope_id = given.scope_id AND stored.tally = given.tally AND stored.value = given.value;
    GET DIAGNOSTICS found_rows = ROW_COUNT;
    IF found_rows < cardinality(tally_scopes) THEN
      INSERT INTO tito.tally (scope_id, tally, value, n)
      SELECT given.* FROM unnest(tally_scopes, tallies, tally_values, tally_counts)
        AS given (scope_id, tally, value, n)
      WHERE NOT EXISTS (
        SELECT FROM tito.tally AS stored
        WHERE stored.scope_id = given.scope_id AND stored.tally = given.tally AND stored.value = given.value);
    END IF;

    UPDATE tito.spelling AS stored SET n = stored.n + given.n
    FROM unnest(spelling_scopes, spellings, spelling_counts) AS given (scope_id, spelling, n)
    WHERE stored.scope_id = given.scope_id AND stored.spelling = given.spelling;
    GET DIAGNOSTICS found_rows = ROW_COUNT;
    IF found_rows < cardinality(spelling_scopes) THEN
      INSERT INTO tito.spelling (scope_id, spelling, n)
      SELECT given.* FROM unnest(spelling_scopes, spellings, spelling_counts) AS given (scope_id, spelling, n)
      WHERE NOT EXISTS (
        SELECT FROM tito.spelling AS stored
        WHERE stored.scope_id = given.scope_id AND stored.spelling = given.spelling);
    END IF;
    IF cardinality(unlike) > 0 THEN
      UPDATE tito.scope AS stored SET label = most.spelling
      FROM unnest(unlike) AS given (id), LATERAL (
        SELECT spelling FROM tito.spelling WHERE scope_id = given.id ORDER BY n DESC, spelling LIMIT 1
      ) AS most
      WHERE stored.id = given.id AND stored.label <> most.spelling;
    END IF;
    RETURN last_number;
  END $$;
`;
