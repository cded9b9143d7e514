import { type DocumentFact, type DocumentPart, defineReporter, type ReporterOptions } from '../contracts.ts';
import { drawEffects } from './_effect-picture.ts';
import { drawHistogram } from './_histogram-picture.ts';
import { type Drawn, type DrawnLine, FEWEST_COLUMNS } from './_picture.ts';
import { drawTrends } from './_trend-picture.ts';

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

/** Control characters, and those that turn the reading direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Text from outside (names, messages of the code under test) must not steer the terminal, nor look like lines of
 * tito's own: further lines are indented.
 */
const harmless = (text: string) => seen(text).replaceAll('\n', '\n      ');

const seen = (text: string) => text.trimEnd().replaceAll('\r\n', '\n').replace(STEERING, '\u{fffd}');

const ASCII: Record<string, string> = {
  '×': 'x',
  '±': '+/-',
  '…': '...',
  '→': '->',
  '←': '<-',
  '–': '-',
  '’': "'",
  '█': '#',
  '✅': 'ok',
  µ: 'u',
};

const asAscii = (text: string) =>
  text
    .replaceAll('⚡ ', '')
    .replace(/\P{ASCII}/gu, (character) => ASCII[character] ?? plainLetter(character));

/** A letter without its accents; a question mark for what is no Latin letter. */
const plainLetter = (character: string) => /^[a-z]/i.exec(character.normalize('NFKD'))?.[0] ?? '?';

/** Every character as JSON may spell it in ASCII. */
const escaped = (text: string) =>
  text
    .split('')
    .map((unit) => (unit > '\u007f' ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit))
    .join('');

/** The part as a terminal may show it. */
function show(part: DocumentPart, { unicode }: ReporterOptions): DocumentPart {
  const text = (raw: string) => (unicode ? harmless(raw) : asAscii(harmless(raw)));
  const icon = unicode ? `${part.icon} ` : '';
  if (part.kind === 'table') {
    const rows = part.rows.map((row) => row.map(text));
    return { ...part, icon, title: text(part.title), columns: part.columns.map(text), rows };
  }
  if (part.kind === 'effects') {
    const items = part.items.map((item) => ({ ...item, label: text(item.label), text: text(item.text) }));
    return { ...part, icon, title: text(part.title), items };
  }
  if (part.kind === 'trends') {
    const items = part.items.map((item) => ({ ...item, label: text(item.label), text: text(item.text) }));
    return { ...part, icon, title: text(part.title), items };
  }
  if (part.kind === 'histogram') {
    const items = part.items.map((item) => ({ ...item, label: text(item.label) }));
    const [from, to] = part.scale;
    return { ...part, icon, title: text(part.title), scale: [text(from), text(to)], items };
  }
  if (part.kind === 'verbatim') {
    const whole = seen(part.text);
    return { ...part, icon, title: text(part.title), text: unicode ? whole : escaped(whole) };
  }
  if (part.kind !== 'facts') return { ...part, icon, text: text(part.text) };
  const facts = part.facts.map(({ label, value, note, ...rest }) => ({
    ...rest,
    label: text(label),
    value: text(value),
    ...(note === undefined ? {} : { note: text(note) }),
  }));
  return { ...part, icon, title: text(part.title), facts };
}

/** Columns without frames, loaded only where a report has a table. */
async function table({ columns: names, rows }: Extract<DocumentPart, { kind: 'table' }>, { quiet }: Paint) {
  const { default: Table } = await import('cli-table3');
  const sides = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) => [
    side,
    `${side}-left`,
    `${side}-mid`,
    `${side}-right`,
  ]);
  const chars = { ...Object.fromEntries(sides.map((side) => [side, ''])), middle: '  ' };
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
  const laidOut = new Table({ head: names.map((name) => quiet(name)), chars, style });
  laidOut.push(...rows);
  return laidOut.toString().replaceAll(/^/gm, '   ').replaceAll(/ +$/gm, '');
}

/** Columns that a text fills: a pictogram fills two. */
const columns = (text: string) =>
  text.length + (text.match(/(?=[⌀-⟿])\p{Emoji_Presentation}/gu) ?? []).length;

function list(facts: readonly DocumentFact[], colours: Paint, bullet: string): string {
  const fill = ({ label, value }: DocumentFact) => columns(label) + columns(value);
  const width = Math.max(...facts.map(fill));
  return facts
    .map((fact) => {
      const { label, value, note, tone } = fact;
      const shown = tone ? colours[tone](value) : value;
      const quiet = note ? ' '.repeat(width - fill(fact) + 2) + colours.quiet(note) : '';
      return `   ${bullet} ${label}: ${shown}${quiet}`;
    })
    .join('\n');
}

function picture({ lines, width }: Drawn, colours: Paint, unicode: boolean): string {
  const drawn = ({ label, picture: own, text, tone, isQuiet }: DrawnLine) => {
    const shape = unicode ? own : asAscii(own);
    const said = text === undefined ? '' : `  ${tone ? colours[tone](text) : text}`;
    return `   ${label.padEnd(width)}  ${isQuiet ? colours.quiet(shape) : shape}${said}`.trimEnd();
  };
  return lines.map(drawn).join('\n');
}

/** Margin of everything that stands below a title. */
const MARGIN = 3;

async function section(part: DocumentPart, colours: Paint, options: ReporterOptions): Promise<string> {
  const { unicode, columns: wide = 80 } = options;
  const space = { unicode, columns: Math.max(FEWEST_COLUMNS, wide) - MARGIN };
  switch (part.kind) {
    case 'effects':
      return `${part.icon}${colours.title(part.title)}:\n${picture(drawEffects(part, space), colours, unicode)}`;
    case 'histogram':
      return `${part.icon}${colours.title(part.title)}:\n${picture(drawHistogram(part, space), colours, unicode)}`;
    case 'trends':
      return `${part.icon}${colours.title(part.title)}:\n${picture(drawTrends(part, space), colours, unicode)}`;
    case 'table':
      return `${part.icon}${colours.title(part.title)}:\n${await table(part, colours)}`;
    case 'verbatim':
      return `${part.icon}${colours.title(part.title)}:\n${part.text.replaceAll(/^/gm, '   ')}`;
    case 'heading':
      return `${part.icon}${colours.title(part.text)}`;
    case 'message':
      return `${part.icon}${colours[part.tone](part.text)}`;
    case 'facts':
      return `${part.icon}${colours.title(part.title)}:\n${list(part.facts, colours, unicode ? '•' : '*')}`;
  }
}

/** An empty line between parts, but not between messages of one tone. */
function gap(part: DocumentPart | undefined, before: DocumentPart | undefined): string {
  if (!part || !before) return '';
  const isAlike = part.kind === 'message' && before.kind === 'message' && part.tone === before.tone;
  return isAlike ? '\n' : '\n\n';
}

export default defineReporter({
  title: 'for people',
  render: async ({ parts }, options) => {
    const colours = await paint(options);
    const shown = parts.map((part) => show(part, options));
    const sections = await Promise.all(shown.map((part) => section(part, colours, options)));
    return `${sections.map((text, i) => gap(shown[i], shown[i - 1]) + text).join('')}\n`;
  },
});
