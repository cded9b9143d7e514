import type { SubjectKind } from '../contracts.ts';
import type { SubjectSpec } from '../schema/run.ts';
import type { TurnTakerKind } from '../turn-contracts.ts';
import { named, selectSubject } from './select-subject.ts';

/** What was named to be compared, with the shape of its workloads. */
export type SelectedContender =
  | { shape: 'program'; kind: SubjectKind; spec: SubjectSpec }
  | { shape: TurnTakerKind['shape']; kind: TurnTakerKind; spec: SubjectSpec };

/** A path to a JavaScript or TypeScript file; a drive's letter is no kind. */
const isScript = (word: string) => /\.[cm]?[jt]s$/.test(word) && !/^[a-z]{2,}:/.test(word);

/**
 * What a SPEC names that may be compared: a subject, a function, a command or the probe. A plain path to a JavaScript
 * or TypeScript file is a function. Nothing of it is executed.
 *
 * @throws TitoError as `selectSubject`
 */
export async function selectContender(
  word: string,
  places: { root: string; directory: string },
): Promise<SelectedContender> {
  if (word === 'auto') return { shape: 'program', ...(await selectSubject(word, places)) };
  const { kind, argument } = await named(isScript(word) ? `function:${word}` : word, places);
  const spec = kind.resolve(argument, places.directory);
  return 'shape' in kind ? { shape: kind.shape, kind, spec } : { shape: 'program', kind, spec };
}
