import { type DocumentPart, defineLayout } from '../../contracts.ts';
import { ARMS } from '../../schema/task.ts';
import type { TasksComparison } from '../../schema/tasks-comparison.ts';
import { comparisonColumns } from './_comparison-columns.ts';
import { comparisonFacts } from './_comparison-facts.ts';

const TITLES = { baseline: 'Plain Prompt', tools: 'With Tools' };

export default defineLayout<TasksComparison>({
  layOut: (report, hint) => ({
    rows: ARMS.map((arm) => ({ name: TITLES[arm], arm, ...comparisonColumns(report.arms[arm]) })),
    parts: [
      { kind: 'heading', icon: '🔀', text: `${report.after.file} against ${report.before.file}` },
      ...ARMS.map(
        (arm): DocumentPart => ({
          kind: 'facts',
          icon: '🎯',
          title: TITLES[arm],
          facts: comparisonFacts(report.arms[arm]),
        }),
      ),
      ...report.gate.reasons.map(
        (text): DocumentPart => ({ kind: 'message', icon: '❌', tone: 'bad', text: `Regression: ${text}.` }),
      ),
      ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});
