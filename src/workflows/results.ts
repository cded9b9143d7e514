import { systemReason, TitoError } from '../errors.ts';
import { type Journal, openJournal } from '../storage/journal.ts';
import { reserve } from '../storage/results-folder.ts';
import { writeAtomically } from '../storage/write-atomically.ts';

/** Where a run is kept while it is under way and when it is finished. A folder that can't be written stops nothing. */
export interface Results {
  /** Path of the results file, or null where the folder can't be written. */
  file: string | null;
  journal: Pick<Journal, 'append'>;
  /** Writes the results as a whole and removes the journal; what went wrong is returned, not thrown. */
  save: (text: string | Iterable<string>) => TitoError | null;
}

export function keepResults(folder: string, kind: string, clock: number): Results {
  const notSaved = (file: string, cause: unknown) =>
    new TitoError('not_saved', { file, reason: systemReason(cause) }, cause);
  try {
    const names = reserve(folder, kind, clock);
    const journal = openJournal(names.journal);
    const save = (text: string | Iterable<string>) => {
      try {
        writeAtomically(names.results, text);
        journal.remove();
        return null;
      } catch (cause) {
        return notSaved(names.results, cause);
      }
    };
    return { file: names.results, journal, save };
  } catch (cause) {
    return { file: null, journal: { append: () => {} }, save: () => notSaved(folder, cause) };
  }
}
