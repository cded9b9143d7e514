import { isAbsolute, join, relative, sep } from 'node:path';
import type { SubjectKind } from '../contracts.ts';
import { discover, type Found } from '../discovery/discover.ts';
import { load, nearest } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import type { SubjectSpec } from '../schema/run.ts';
import type { TurnTakerKind } from '../turn-contracts.ts';

export interface SelectedSubject {
  kind: SubjectKind;
  spec: SubjectSpec;
}

type Kind = SubjectKind | TurnTakerKind;
type Places = { root: string; directory: string };

/**
 * A subject as a run names it: relative to the working directory, because a saved run may be given away and a home
 * folder names its owner.
 */
export const portableSpec = ({ kind, argument }: SubjectSpec, directory: string): SubjectSpec => ({
  kind,
  argument: isAbsolute(argument) ? relative(directory, argument).replaceAll(sep, '/') || '.' : argument,
});

/**
 * The subject that a SPEC names: `kind` or `kind:argument`; `auto` is the first kind, by precedence, that
 * finds one in the folder. Nothing of the subject is executed.
 *
 * @throws TitoError `unknown_subject` with the nearest kind, or what the kind says of a wrong argument
 */
export async function selectSubject(word: string, places: Places): Promise<SelectedSubject> {
  const { directory } = places;
  if (word === 'auto') return findSubject(await kindsByPrecedence(places), directory);
  const { kind, argument } = await namedSubject(word, places);
  return { kind, spec: kind.resolve(argument, directory) };
}

/**
 * The subject whose capstone a SPEC names. `auto` takes tito's own models only where there is nothing of the user's:
 * whoever has a package without a capstone wants to hear of that.
 *
 * @throws TitoError as `selectSubject`; `capstone_missing`
 */
export async function selectCapstone(word: string, places: Places): Promise<SelectedSubject> {
  const { directory } = places;
  if (word === 'auto') return findCapstone(await kindsByPrecedence(places), directory);
  const { kind, argument } = await namedSubject(word, places);
  return { kind, spec: kind.capstone.resolve(argument, directory) };
}

async function namedSubject(word: string, places: Places): Promise<{ kind: SubjectKind; argument: string }> {
  const { kind, argument } = await named(word, places);
  if (!('shape' in kind)) return { kind, argument };
  throw new TitoError('usage', {
    message: `'${word}' is no subject: it has no operations to check and measure.`,
    suggestion: `tito benchmark run ${word}`,
  });
}

/** The kind that a SPEC names, of any shape, and what stands behind the colon. */
export async function named(word: string, { root }: Places): Promise<{ kind: Kind; argument: string }> {
  const found = findKinds(root);
  const [id = '', ...rest] = word.split(':');
  const hit = found.find((each) => each.id === id);
  if (!hit) {
    const known = ['auto', ...found.map((each) => each.id)];
    throw new TitoError('unknown_subject', { spec: word, suggestion: nearest(id, known) });
  }
  return { kind: await loadKind(hit), argument: rest.join(':') };
}

function findSubject(kinds: readonly SubjectKind[], directory: string): SelectedSubject {
  for (const kind of kinds) {
    const argument = kind.find(directory);
    if (argument !== null) return { kind, spec: kind.resolve(argument, directory) };
  }
  throw new TitoError('unknown_subject', { spec: 'auto' });
}

function findCapstone(kinds: readonly SubjectKind[], directory: string): SelectedSubject {
  for (const kind of kinds) {
    const argument = kind.capstone.find(directory);
    if (argument !== null) return { kind, spec: kind.capstone.resolve(argument, directory) };
    const own = kind.find(directory);
    if (own)
      throw new TitoError('capstone_missing', { spec: own, reason: 'it defines no models to compare.' });
  }
  throw new TitoError('unknown_subject', { spec: 'auto' });
}

/**
 * The SPEC of the models that lie in a folder itself, not above it.
 * @throws TitoError `capstone_missing`
 */
export async function findModels(places: Places): Promise<string> {
  for (const kind of await kindsByPrecedence(places)) {
    const argument = kind.capstone.find(places.directory);
    if (!argument?.startsWith(join(places.directory, sep))) continue;
    const spec = kind.capstone.resolve(argument, places.directory);
    return `${spec.kind}:${spec.argument}`;
  }
  const reason = 'there is no capstone.py and no tito.subject.ts in it.';
  throw new TitoError('capstone_missing', { spec: places.directory, reason });
}

const findKinds = (root: string) => discover('subject kind', 'src/timing/subjects', { root });

async function kindsByPrecedence({ root }: Places): Promise<SubjectKind[]> {
  const kinds = await Promise.all(findKinds(root).map(loadKind));
  return kinds
    .filter((kind): kind is SubjectKind => !('shape' in kind))
    .sort((a, b) => a.precedence - b.precedence);
}

const loadKind = (found: Found) => load<Kind>('subject kind', found, ['resolve', 'start', 'slice_ms']);
