import { type DocumentFact, type DocumentPart, defineReporter, type ReporterOptions } from '../contracts.ts';

type Paint = Record<'title' | 'quiet' | 'good' | 'bad' | 'warning' | 'hint', (text: string) => string>;

const plain = (text: string) => text;
const PLAIN: Paint = { title: plain, quiet: plain, good: plain, bad: plain, warning: plain, hint: plain };

async function paint({ colour }: ReporterOptions): Promise<Paint> {
  if (!colour) return PLAIN;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    title: chalk.bold,
    quiet: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warning: chalk.yellow,
    hint: chalk.cyan,
  };
}

/** Text from outside (names, messages of the code under test) must not steer the terminal. */
function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\u{fffd}');
}

function facts(rows: readonly DocumentFact[], colours: Paint, bullet: string): string {
  const width = Math.max(...rows.map(({ value }) => value.length));
  return rows
    .map(({ label, value, note, tone }) => {
      const shown = tone ? colours[tone](value) : value;
      const gap = ' '.repeat(note ? width - value.length + 2 : 0);
      return `   ${bullet} ${label}: ${shown}${note ? `${gap}${colours.quiet(harmless(note))}` : ''}`;
    })
    .join('\n');
}

function section(part: DocumentPart, colours: Paint, { unicode }: ReporterOptions): string {
  const icon = unicode ? `${part.icon} ` : '';
  switch (part.kind) {
    case 'heading':
      return `${icon}${colours.title(harmless(part.text))}`;
    case 'message':
      return `${icon}${colours[part.tone](harmless(part.text))}`;
    case 'facts':
      return `${icon}${colours.title(part.title)}:\n${facts(part.facts, colours, unicode ? '•' : '*')}`;
  }
}

/** An empty line between parts, but not between messages of one tone. */
function gap(part: DocumentPart, before: DocumentPart | undefined): string {
  if (!before) return '';
  const isAlike = part.kind === 'message' && before.kind === 'message' && part.tone === before.tone;
  return isAlike ? '\n' : '\n\n';
}

export default defineReporter({
  title: 'for people',
  render: async ({ parts }, options) => {
    const colours = await paint(options);
    const text = `${parts.map((part, i) => gap(part, parts[i - 1]) + section(part, colours, options)).join('')}\n`;
    return options.unicode ? text : asAscii(text);
  },
});

const ASCII: Record<string, string> = {
  '⚡': '',
  '×': 'x',
  '±': '+/-',
  '…': '...',
  '→': '->',
  '–': '-',
  µ: 'u',
};

function asAscii(text: string): string {
  const replaced = text.replace(/[⚡×±…→–µ] ?/gu, (match) => {
    const [character = '', ...rest] = match;
    return (ASCII[character] ?? '') + (character === '⚡' ? '' : rest.join(''));
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII
  return replaced.replace(/[^\u0000-\u007f]/gu, '?');
}
