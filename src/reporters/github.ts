import { type DocumentPart, defineReporter, type Report, type ReporterOptions } from '../contracts.ts';
import markdown from './markdown.ts';

/** GitHub refuses a summary of more than 1 MiB altogether; what follows may be appended to others of the same step. */
const MOST_CHARACTERS = 200_000;

const ALERTS = { good: null, bad: 'CAUTION', warning: 'WARNING', hint: 'TIP' } as const;

type Message = Extract<DocumentPart, { kind: 'message' }>;
type Section = Exclude<DocumentPart, { kind: 'heading' | 'message' }>;

/** Markdown of one part, literal where the text comes from outside. */
const asMarkdown = async (part: DocumentPart, options: ReporterOptions): Promise<string> =>
  (await markdown.render({ data: {}, rows: [], parts: [part] }, options)).trim();

/** Messages of one tone that follow each other share an alert. */
async function alert(messages: readonly Message[], options: ReporterOptions): Promise<string> {
  const tone = messages[0]?.tone ?? 'good';
  const texts = await Promise.all(
    messages.map((message) => asMarkdown({ ...message, tone: 'hint' }, options)),
  );
  const lines = texts.map((line) => line.replace(/^> /, ''));
  const kind = ALERTS[tone];
  if (kind === null) return lines.map((line) => `**${line}**`).join('\n\n');
  return [`> [!${kind}]`, ...lines.map((line) => (lines.length > 1 ? `> - ${line}` : `> ${line}`))].join(
    '\n',
  );
}

/** A summary element is HTML, in which Markdown's backslashes would stand as they are. */
const html = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\s*[\r\n]+\s*/g, ' ');

async function details(part: Section, options: ReporterOptions): Promise<string> {
  const [, , ...body] = (await asMarkdown(part, options)).split('\n');
  const summary = `<summary>${part.icon} ${html(part.title)}</summary>`;
  return ['<details>', summary, '', ...body, '', '</details>'].join('\n');
}

/**
 * What a reader needs at once: sections with a judged fact, effects, and the first table. The rest is folded in.
 */
function isOpen(part: Section, parts: readonly DocumentPart[]): boolean {
  if (part.kind === 'facts') return part.facts.some(({ tone }) => tone !== undefined);
  return (
    part.kind === 'effects' || part.kind === 'trends' || part === parts.find(({ kind }) => kind === 'table')
  );
}

async function sections({ parts }: Report, options: ReporterOptions): Promise<string[]> {
  const written: string[] = [];
  let messages: Message[] = [];
  const say = async () => {
    if (messages.length > 0) written.push(await alert(messages, options));
    messages = [];
  };
  for (const part of parts) {
    if (part.kind === 'message') {
      if (messages[0] && messages[0].tone !== part.tone) await say();
      messages.push(part);
      continue;
    }
    await say();
    if (part.kind === 'heading') {
      const [title = ''] = (await asMarkdown(part, options)).split('\n');
      written.push(title.replace(/^# /, `## ${part.icon} `));
    } else if (isOpen(part, parts)) {
      written.push((await asMarkdown(part, options)).replace(/^## /, `### ${part.icon} `));
    } else written.push(await details(part, options));
  }
  await say();
  return written;
}

/**
 * A job summary: plain Markdown for `>> "$GITHUB_STEP_SUMMARY"`, with alerts and folded sections. No `::error::` lines:
 * those are commands for the log and not for a summary, and the exit code is what fails a job.
 */
export default defineReporter({
  title: 'Markdown for a GitHub job summary',
  render: async (report, options) => {
    const written = await sections(report, { ...options, unicode: true });
    const kept: string[] = [];
    let length = 0;
    for (const section of written) {
      length += section.length + 2;
      if (length > MOST_CHARACTERS) break;
      kept.push(section);
    }
    const left = written.length - kept.length;
    if (left > 0) kept.push(`*${left} sections are left out: a job summary can't hold them.*`);
    return `${kept.join('\n\n')}\n`;
  },
});
