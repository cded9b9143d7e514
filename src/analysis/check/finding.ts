/** Something about a saved run that should not be so. */
export interface Finding {
  /** Id of the rule, in snake_case. */
  rule: string;
  /** `refused`: no honest run looks like this. `warned`: unusual, and worth a look. */
  severity: 'refused' | 'warned';
  /** Path of the part or figure, as in `blocks[0].phases[1]`; empty where it is the file as a whole. */
  where: string;
  message: string;
}

/** A rule's findings: none where all is well. */
export type Rule<T> = (input: T) => Finding[];

export const refuse = (rule: string, where: string, message: string): Finding => ({
  rule,
  severity: 'refused',
  where,
  message,
});

export const warn = (rule: string, where: string, message: string): Finding => ({
  rule,
  severity: 'warned',
  where,
  message,
});
