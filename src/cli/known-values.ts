import { discover } from '../discovery/discover.ts';
import { TitoError } from '../errors.ts';
import type { ArgumentSpec, IdSource, OptionSpec } from './command.ts';
import type { Context } from './context.ts';

/** Without a working directory, only what ships with tito is known. */
type Place = Pick<Context, 'root'> & Partial<Pick<Context, 'cwd'>>;
type Spec = Pick<OptionSpec | ArgumentSpec, 'choices' | 'ids'>;

const findIds = (source: IdSource, { root, cwd }: Place) =>
  discover(
    source.kind,
    source.folder,
    { root, ...(source.extendable && cwd !== undefined && { directory: cwd }) },
    source.endings ?? ['.ts', '.js'],
  );

/** The words an option or argument takes, or undefined where it takes anything. */
export function knownValues(spec: Spec, place: Place): readonly string[] | undefined {
  if (spec.ids) return findIds(spec.ids, place).map((found) => found.id);
  return spec.choices;
}

/**
 * Checks a word against what its option or argument takes.
 *
 * @param command words of the command, for the hint
 * @throws TitoError `unknown_id` or `usage`, with the nearest known word
 */
export async function checkValue(spec: Spec, word: string, place: Place, command: string): Promise<void> {
  const known = knownValues(spec, place);
  if (known === undefined || known.includes(word)) return;
  const { nearest, pick } = await import('../discovery/load.ts');
  if (spec.ids) pick(spec.ids.kind, word, findIds(spec.ids, place));
  const message = `'${word}' is none of ${known.join(', ')}.`;
  throw new TitoError('usage', { message, suggestion: nearest(word, known), command });
}
