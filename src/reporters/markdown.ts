import { type DocumentPart, defineReporter } from '../contracts.ts';
import { drawEffects } from './_effect-picture.ts';
import { drawHistogram } from './_histogram-picture.ts';
import { type Drawn, plainLine } from './_picture.ts';
import { drawTrends } from './_trend-picture.ts';

/** A picture is a code block, as wide as a page shows without scrolling. */
const SPACE = { columns: 88, unicode: true };

/** Nothing in it can end the block: a line of it never begins with a backquote. */
const block = ({ lines, width }: Drawn) =>
  ['```text', ...lines.map((line) => `  ${plainLine(line, width).replace(/[\r\n`]/g, ' ')}`), '```'].join(
    '\n',
  );

/** Text on one line, without characters that Markdown or HTML would read as markup. */
const literal = (text: string) =>
  text.replace(/\s*[\r\n]+\s*/g, ' ').replace(/[\\`*_~[\]<>&|#]/g, (character) => `\\${character}`);

/** Longer than any run of backquotes in it, so that nothing in it can end the block. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, text.trimEnd(), fence].join('\n');
}

function section(part: DocumentPart): string {
  switch (part.kind) {
    case 'heading':
      return `# ${literal(part.text)}`;
    case 'message':
      return part.tone === 'hint'
        ? `> ${part.icon} ${literal(part.text)}`
        : `**${part.icon} ${literal(part.text)}**`;
    case 'verbatim':
      return [`## ${literal(part.title)}`, '', fenced(part.text)].join('\n');
    case 'effects':
      return [`## ${literal(part.title)}`, '', block(drawEffects(part, SPACE))].join('\n');
    case 'histogram':
      return [`## ${literal(part.title)}`, '', block(drawHistogram(part, SPACE))].join('\n');
    case 'trends':
      return [`## ${literal(part.title)}`, '', block(drawTrends(part, SPACE))].join('\n');
    case 'table': {
      const line = (cells: readonly string[]) => `| ${cells.map(literal).join(' | ')} |`;
      const rule = line(part.columns.map(() => ':--'));
      return [`## ${literal(part.title)}`, '', line(part.columns), rule, ...part.rows.map(line)].join('\n');
    }
    case 'facts': {
      const rows = part.facts.map(({ label, value, note }) => [label, value, note ?? ''].map(literal));
      const table = rows.map((cells) => `| ${cells.join(' | ')} |`);
      return [`## ${literal(part.title)}`, '', '| | | |', '| :-- | --: | :-- |', ...table].join('\n');
    }
  }
}

export default defineReporter({
  title: 'Markdown',
  render: ({ parts }) => `${parts.map(section).join('\n\n')}\n`,
});
