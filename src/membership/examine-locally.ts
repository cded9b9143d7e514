import { TitoError } from '../errors.ts';

/**
 * Checks a saved run the way the registry will, before it is given to it.
 * @returns what is to be given: what the registry would keep of it, without the folder that the code lies in, whose
 *   name may be that of its owner
 * @throws TitoError `run_refused` with what does not add up, or what is in the way of a rank
 */
export async function examineLocally(
  root: string,
  document: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { createExaminer } = await import('../../community/examine.ts');
  const { entry, findings, obstacles } = await (await createExaminer(root))(document);
  const refused = [...findings.filter(({ severity }) => severity === 'refused'), ...obstacles];
  const [first] = refused;
  if (entry && !first) return entry.document;
  const reasons = refused
    .slice(0, 3)
    .map(({ where, message, rule }) => `${where === '' ? '' : `${where}: `}${message} (${rule})`)
    .join('; ');
  const more = refused.length > 3 ? ` and ${refused.length - 3} more` : '';
  throw new TitoError('run_refused', { reasons: `${reasons}${more}` });
}
