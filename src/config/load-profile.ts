import { relative } from 'node:path';
import type * as z from 'zod';
import { discover, type Found, type Places, YAML } from '../discovery/discover.ts';
import { nearest, pick } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import { type Profile, profile, profileFile } from '../schema/profile.ts';
import { explain } from './explain.ts';
import { merge } from './merge.ts';
import { readYaml } from './read-yaml.ts';
import type { Tree } from './tree.ts';

export interface LoadedProfile extends Profile {
  id: string;
  file: string;
}

/** All profiles, those that ship with tito first; nothing of them is read yet. */
function findProfiles(places: Places): Found[] {
  return discover('profile', 'profiles', places, YAML);
}

/**
 * Reads one profile and what it extends: objects are merged, lists and values replaced.
 *
 * @throws TitoError `unknown_id`; `invalid_config` for unknown keys, wrong values, an unknown parent or a circle
 */
export async function loadProfile(id: string, places: Places): Promise<LoadedProfile> {
  const found = findProfiles(places);
  return read(pick('profile', id, found), found, places);
}

/** Reads all profiles. */
export function loadProfiles(places: Places): Promise<LoadedProfile[]> {
  const found = findProfiles(places);
  return Promise.all(found.map((each) => read(each, found, places)));
}

async function read(own: Found, found: readonly Found[], places: Places): Promise<LoadedProfile> {
  const { values, origin } = await inherited(own, found, places, []);
  const checked = profile.safeParse(values);
  if (!checked.success) throw wrong(profile, checked.error.issues, values, origin);
  return { ...checked.data, id: own.id, file: own.file };
}

type Origin = (path: readonly string[]) => string;

async function inherited(
  own: Found,
  found: readonly Found[],
  places: Places,
  below: readonly string[],
): Promise<{ values: Tree; origin: Origin }> {
  const shown = relative(places.directory ?? places.root, own.file);
  const yaml = await readYaml(own.file, shown);
  const origin: Origin = (path) => `${shown}:${yaml.lineOf(path)}`;
  const content = yaml.value ?? {};
  const checked = profileFile.safeParse(content);
  if (!checked.success) throw wrong(profileFile, checked.error.issues, content, origin);
  const { extends: parent, ...values } = checked.data;
  if (parent === undefined) return { values, origin };
  const chain = [...below, own.id];
  const refuse = (problem: string, expected: string, suggestion?: string) =>
    new TitoError('invalid_config', {
      file: origin(['extends']),
      field: 'extends',
      problem,
      expected,
      suggestion,
    });
  if (chain.includes(parent)) {
    throw refuse(
      `goes in a circle: ${[...chain, parent].join(' → ')}`,
      'profiles that end in one without it',
    );
  }
  const parentFile = found.find((each) => each.id === parent);
  if (!parentFile) {
    const others = found.map((each) => each.id).filter((id) => id !== own.id);
    throw refuse(`there is no profile '${parent}'`, `one of: ${others.join(', ')}`, nearest(parent, others));
  }
  const above = await inherited(parentFile, found, places, chain);
  return { values: merge(above.values, values), origin };
}

function wrong(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  origin: Origin,
): TitoError {
  const { path, ...problem } = explain(schema, issues, input);
  return new TitoError('invalid_config', {
    file: origin(path),
    field: path.join('.') || 'profile',
    ...problem,
  });
}
