import type { DocumentPart } from '../../contracts.ts';
import { ARMS } from '../../schema/task.ts';
import type { TasksComparison } from '../../schema/tasks-comparison.ts';
import { comparisonFacts } from './_comparison-facts.ts';

const TITLES = { baseline: 'Plain Prompt', tools: 'With Tools' };

/** A run against its baseline, as parts of the run's own report. */
export const regressionParts = ({ arms, before, gate, warnings }: TasksComparison): DocumentPart[] => [
  ...ARMS.map(
    (arm): DocumentPart => ({
      kind: 'facts',
      icon: '🔀',
      title: `${TITLES[arm]}, against ${before.file}`,
      facts: comparisonFacts(arms[arm]),
    }),
  ),
  ...gate.reasons.map(
    (text): DocumentPart => ({ kind: 'message', icon: '❌', tone: 'bad', text: `Regression: ${text}.` }),
  ),
  ...(gate.failed
    ? []
    : [
        {
          kind: 'message' as const,
          icon: '✅',
          tone: 'good' as const,
          text: `Nothing is worse than in ${before.file} beyond doubt and by ${gate.threshold_percent} % or more.`,
        },
      ]),
  ...warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
];
