import { type AnyRun, isCapstone } from '../../schema/runs.ts';
import { digestsOf } from './digests.ts';
import { type Finding, refuse, warn } from './finding.ts';

/**
 * Compares the digests that a file carries with those of the run in it.
 *
 * @param stated what stands under `digests`. Baselines were saved without for a while, so there it is only worth a
 *   warning; a capstone always has them.
 * @param sha256 of a text in UTF-8, in hexadecimal
 */
export function checkDigests(
  stated: unknown,
  run: AnyRun,
  sha256: (pieces: Iterable<string>) => string,
): Finding[] {
  if (stated === undefined) {
    const text = 'the file has no digests, so edits of its samples can not be seen';
    return [(isCapstone(run) ? refuse : warn)('digests_absent', 'digests', text)];
  }
  const parts = partsOf(stated);
  if (!parts)
    return [refuse('digests_unreadable', 'digests', 'it is no list of SHA-256 digests, part by part')];
  const own = digestsOf(run, sha256).parts;
  const edited = Object.entries(own).flatMap(([path, digest]) => {
    const saved = parts[path];
    if (saved === digest) return [];
    return [
      refuse(
        'edited',
        path,
        saved === undefined ? 'it was added after saving' : 'it was edited after saving',
      ),
    ];
  });
  const gone = Object.keys(parts).filter((path) => !Object.hasOwn(own, path));
  return [...edited, ...gone.map((path) => refuse('edited', path, 'it was taken out after saving'))];
}

function partsOf(stated: unknown): Record<string, unknown> | null {
  if (typeof stated !== 'object' || stated === null) return null;
  if (!('algorithm' in stated && stated.algorithm === 'sha256' && 'parts' in stated)) return null;
  const { parts } = stated;
  return typeof parts === 'object' && parts !== null ? { ...parts } : null;
}
