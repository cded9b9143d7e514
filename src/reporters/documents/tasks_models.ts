import { type DocumentPart, defineLayout, type Report } from '../../contracts.ts';
import { ARMS, type Arm } from '../../schema/task.ts';
import type { ComparedPair, ModelsReport } from '../../schema/tasks-models.ts';
import { comparisonColumns } from './_comparison-columns.ts';
import { comparisonFacts } from './_comparison-facts.ts';
import { FIGURES, figureCells } from './_figure-cells.ts';

const TITLES: Record<Arm, string> = { baseline: 'plain prompt', tools: 'with tools' };

export default defineLayout<ModelsReport>({
  layOut: (report, hint) => ({
    rows: report.pairs.flatMap(pairRows),
    parts: [
      { kind: 'heading', icon: '🤖', text: `Models: ${report.models.map(({ id }) => id).join(', ')}` },
      ...ARMS.map((arm) => modelTable(report, arm)),
      ...report.pairs.flatMap((pair) => ARMS.map((arm) => pairFacts(pair, arm))),
      ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});

const modelTable = ({ models }: ModelsReport, arm: Arm): DocumentPart => ({
  kind: 'table',
  icon: '📊',
  title: `Each model, ${TITLES[arm]}`,
  columns: ['model', ...FIGURES],
  rows: models.map(({ id, arms }) => [id, ...figureCells(arms[arm])]),
});

const pairFacts = ({ first, second, arms }: ComparedPair, arm: Arm): DocumentPart => ({
  kind: 'facts',
  icon: '🎯',
  title: `${second} against ${first}, ${TITLES[arm]}`,
  facts: comparisonFacts(arms[arm]),
});

const pairRows = ({ first, second, arms }: ComparedPair): Report['rows'] =>
  ARMS.map((arm) => ({
    name: `${second} against ${first}, ${TITLES[arm]}`,
    model: second,
    against: first,
    arm,
    ...comparisonColumns(arms[arm]),
  }));
