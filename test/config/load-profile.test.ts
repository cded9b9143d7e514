import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadProfile, loadProfiles } from '../../src/config/load-profile.ts';
import { folderWith } from './_folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PARENT = 'title: P\nminimum: { cores: 1, memory_gib: 1 }\nmodels: []\nsamples: 2\n';

/** Profiles of a working directory without any that ship with tito. */
const own = (files: Record<string, string>) => ({
  root: folderWith({}),
  directory: folderWith(Object.fromEntries(Object.entries(files).map(([k, v]) => [`profiles/${k}.yaml`, v]))),
});

it.each([
  ['light', 2, 8, 3, [11_434]],
  ['medium', 4, 16, 6, [11_434, 11_435]],
  ['heavy', 8, 32, 12, [11_434, 11_435, 11_436, 11_437]],
])('ships %s', async (id, cores, memory_gib, samples, ports) => {
  const profile = await loadProfile(id, { root: ROOT });
  expect(profile).toMatchObject({ id, minimum: { cores, memory_gib }, samples });
  expect(profile.models.map(({ port }) => port)).toEqual(ports);
});

it('says how the expected times of each profile were come by', async () => {
  for (const profile of await loadProfiles({ root: ROOT })) {
    if (Object.keys(profile.expected_yardstick_ms).length > 0) expect(profile.provenance).toMatch(/\w+/);
  }
});

it('inherits what a profile does not say, key by key', async () => {
  const places = own({ parent: PARENT, child: 'extends: parent\nminimum: { cores: 3 }\n' });
  expect(await loadProfile('child', places)).toMatchObject({
    title: 'P',
    minimum: { cores: 3, memory_gib: 1 },
    samples: 2,
  });
});

it('extends a profile that ships with tito from the working directory', async () => {
  const { directory } = own({ mine: 'extends: heavy\nsamples: 1\n' });
  const profile = await loadProfile('mine', { root: ROOT, directory });
  expect([profile.samples, profile.models.length]).toEqual([1, 4]);
});

it('refuses a circle and shows it', async () => {
  const places = own({ a: 'extends: b\n', b: 'extends: a\n' });
  await expect(loadProfile('a', places)).rejects.toMatchObject({
    code: 'invalid_config',
    message: expect.stringContaining('a → b → a'),
  });
});

it('refuses an unknown parent and names the nearest', async () => {
  const places = own({ parent: PARENT, child: '# mine\nextends: parnet\n' });
  await expect(loadProfile('child', places)).rejects.toMatchObject({
    message: expect.stringMatching(/child\.yaml:2: extends: there is no profile 'parnet'/),
    hint: expect.stringContaining("Did you mean 'parent'?"),
  });
});

it('refuses an unknown profile and names the nearest', async () => {
  await expect(loadProfile('ligth', { root: ROOT })).rejects.toMatchObject({
    code: 'unknown_id',
    hint: expect.stringContaining("Did you mean 'light'?"),
  });
});

it.each([
  ['an unknown key', `${PARENT}sample: 3\n`, /a\.yaml:5: sample: unknown key/],
  [
    'an unknown key of a model',
    PARENT.replace('[]', '[{ prot: 1 }]'),
    /a\.yaml:3: models\.0\.prot: unknown key/,
  ],
  [
    'a port that is none',
    PARENT.replace('[]', '[{ name: a, model: b, port: 70000 }]'),
    /models\.0\.port: 70000/,
  ],
  ['a missing key', PARENT.replace('samples: 2\n', ''), /a\.yaml:1: samples: is missing/],
  [
    'a missing key of a section',
    PARENT.replace(', memory_gib: 1', ''),
    /a\.yaml:2: minimum\.memory_gib: is missing/,
  ],
  [
    'a time of zero',
    `${PARENT}expected_yardstick_ms: { matmul: 0 }\n`,
    /a\.yaml:5: expected_yardstick_ms\.matmul: 0/,
  ],
  [
    'a workload that is no id',
    `${PARENT}expected_yardstick_ms: { Matmul: 1 }\n`,
    /expected_yardstick_ms\.Matmul/,
  ],
  ['an empty file', '', /a\.yaml:1: title: is missing/],
])('refuses %s', async (_name, text, message) => {
  await expect(loadProfile('a', own({ a: text }))).rejects.toMatchObject({
    code: 'invalid_config',
    message: expect.stringMatching(message),
  });
});
