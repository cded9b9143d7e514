import type { Finding } from '../../src/analysis/check/finding.ts';
import { TitoError } from '../../src/errors.ts';

/** So many reasons are named; a file that was edited all over has thousands. */
const NAMED = 3;
const LONGEST = 200;

const HINTS: Record<string, string> = {
  newer_schema:
    'This registry has to be updated first. Nothing was ranked, and it does not count against your quota.',
  reference_subject:
    "Measure your own code: 'tito benchmark capstone --init python' (or ts) writes a starting file.",
  interrupted: 'Measure again and let it come to its end.',
  no_score: 'Measure all of it: tito benchmark capstone --track all.',
  own_data: 'Measure without --data.',
  too_large: 'Measure with a smaller --budget.',
};

/** Why a run is not taken: the rules it breaks, for people and by name. */
export function refusal(findings: readonly Finding[]): TitoError {
  const refused = findings.filter(({ severity }) => severity === 'refused');
  const named = refused
    .slice(0, NAMED)
    .map(({ where, message, rule }) =>
      `${where === '' ? '' : `${where}: `}${message} (${rule})`.slice(0, LONGEST),
    );
  const more = refused.length - named.length;
  const rules = [...new Set(refused.map(({ rule }) => rule))];
  return new TitoError('run_refused', {
    reasons: [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; '),
    rules: rules.join(','),
    hint: rules.map((rule) => HINTS[rule]).find((hint) => hint !== undefined),
  });
}
