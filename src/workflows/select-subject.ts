import type { SubjectKind } from '../contracts.ts';
import { discover, type Found } from '../discovery/discover.ts';
import { load, nearest } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import type { SubjectSpec } from '../schema/run.ts';

export interface SelectedSubject {
  kind: SubjectKind;
  spec: SubjectSpec;
}

/**
 * The subject that a SPEC names: `kind` or `kind:argument`; `auto` is the first kind, by precedence, that
 * finds one in the folder. Nothing of the subject is executed.
 *
 * @throws TitoError `unknown_subject` with the nearest kind, or what the kind says of a wrong argument
 */
export async function selectSubject(
  word: string,
  { root, directory }: { root: string; directory: string },
): Promise<SelectedSubject> {
  const found = discover('subject kind', 'src/timing/subjects', { root });
  if (word === 'auto') return findSubject(await Promise.all(found.map(loadKind)), directory);
  const [id = '', ...rest] = word.split(':');
  const hit = found.find((each) => each.id === id);
  if (!hit) {
    const known = ['auto', ...found.map((each) => each.id)];
    throw new TitoError('unknown_subject', { spec: word, suggestion: nearest(id, known) });
  }
  const kind = await loadKind(hit);
  return { kind, spec: kind.resolve(rest.join(':'), directory) };
}

function findSubject(kinds: readonly SubjectKind[], directory: string): SelectedSubject {
  for (const kind of [...kinds].sort((a, b) => a.precedence - b.precedence)) {
    const argument = kind.find(directory);
    if (argument !== null) return { kind, spec: kind.resolve(argument, directory) };
  }
  throw new TitoError('unknown_subject', { spec: 'auto' });
}

const loadKind = (found: Found) =>
  load<SubjectKind>('subject kind', found, ['precedence', 'find', 'resolve', 'start', 'slice_ms']);
