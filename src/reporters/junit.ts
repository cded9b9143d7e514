import { type DocumentPart, defineReporter, type Report } from '../contracts.ts';

type Row = Report['rows'][number];

/** What XML 1.0 has no way to write: control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
const UNWRITABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Text in an attribute or an element. Line breaks are written so that an attribute keeps them. */
const xml = (text: string): string =>
  text.replace(UNWRITABLE, '').replace(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? character);

const attributes = (values: Record<string, string | number | null>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === null ? [] : [` ${name}="${xml(String(value))}"`]))
    .join('');

const text = (row: Row, ...names: readonly string[]): string | null => {
  const name = names.find((each) => typeof row[each] === 'string');
  return name === undefined ? null : String(row[name]);
};

/** Seconds of one call or one sample, as typical as the row tells. */
function secondsOf(row: Row): number | null {
  const ms = ['duration_p50_ms', 'duration_mean_ms', 'p50_ms'].map((name) => row[name]);
  const known = ms.find((value) => typeof value === 'number');
  return known === undefined ? null : Number((known / 1000).toPrecision(6));
}

/** Rows of a task stand in a suite of their own; other reports are one suite. */
const suiteOf = (row: Row, kind: string): string => text(row, 'task') ?? kind;

function nameOf(row: Row): string {
  if (typeof row.task === 'string') {
    const known = [row.model, row.arm, row.replicate].filter((part) => part != null);
    return known.length > 0 ? known.join(' ') : row.task;
  }
  return text(row, 'title', 'name', 'id', 'track', 'file') ?? 'row';
}

/** Wrong results fail, what could not be measured is an error, what is not there is skipped. */
function outcome(row: Row): string {
  const reason = text(row, 'reason') ?? '';
  switch (row.status) {
    case 'skipped':
      return `<skipped${attributes({ message: reason })}/>`;
    case 'invalid':
    case 'missed':
      return `<failure${attributes({ message: reason, type: String(row.status) })}/>`;
    case 'failed':
      return `<error${attributes({ message: reason, type: 'failed' })}/>`;
    default:
      return '';
  }
}

function testcase(row: Row, suite: string): string {
  const properties = Object.entries(row)
    .filter(([name, value]) => value !== null && !['task', 'model', 'arm', 'status', 'reason'].includes(name))
    .map(([name, value]) => `        <property${attributes({ name, value: String(value) })}/>`);
  const head = attributes({ name: nameOf(row), classname: suite, time: secondsOf(row) });
  const notes = row.status === 'ok' ? text(row, 'reason') : null;
  const parts = [
    ...(properties.length > 0 ? ['      <properties>', ...properties, '      </properties>'] : []),
    ...[outcome(row)].filter((part) => part !== '').map((part) => `      ${part}`),
    ...(notes === null ? [] : [`      <system-out>${xml(notes)}</system-out>`]),
  ];
  return [`    <testcase${head}>`, ...parts, '    </testcase>'].join('\n');
}

const countOf = (rows: readonly Row[], ...statuses: readonly string[]): number =>
  rows.filter(({ status }) => typeof status === 'string' && statuses.includes(status)).length;

const counts = (rows: readonly Row[]) => ({
  tests: rows.length,
  failures: countOf(rows, 'invalid', 'missed'),
  errors: countOf(rows, 'failed'),
  skipped: countOf(rows, 'skipped'),
});

/** What a run says in words: the verdicts, and everything that is wrong. */
function words(parts: readonly DocumentPart[]): { said: string; warned: string } {
  const facts = parts.flatMap((part) => (part.kind === 'facts' ? [part] : []));
  const said = facts.flatMap(({ title, facts: own }) => [
    title,
    ...own.map(({ label, value, note }) => `  ${label}: ${value}${note === undefined ? '' : ` (${note})`}`),
  ]);
  const warned = parts.flatMap((part) =>
    part.kind === 'message' && (part.tone === 'bad' || part.tone === 'warning') ? [part.text] : [],
  );
  return { said: said.join('\n'), warned: warned.join('\n') };
}

/**
 * One suite per task and one test case per task, model and arm, not per sample: CI lists every case, keeps a history
 * by its name and shows red ones first, so thousands of equal names would hide the one that matters. A case is an
 * error only where none of its samples succeeded; that some failed stands in its output, as the error rate is what
 * decides the exit code. Whether tools help is a finding and never a red case: the gate is `--fail-on-regression`.
 */
export default defineReporter({
  title: 'JUnit XML for CI, one test case per row',
  render: ({ data, rows, parts }) => {
    const kind = typeof data.benchmark_type === 'string' ? data.benchmark_type : 'report';
    const timestamp = typeof data.timestamp === 'string' ? data.timestamp : null;
    const suites = Map.groupBy(rows, (row) => suiteOf(row, kind));
    const { said, warned } = words(parts);
    const spoken = (tag: string, content: string) =>
      content === '' ? [] : [`    <${tag}>${xml(content).replaceAll('&#10;', '\n')}</${tag}>`];
    const rendered = [...suites].map(([name, own], index) => {
      const head = attributes({ name: name === kind ? `tito ${kind}` : name, ...counts(own), timestamp });
      // The words are about the whole report, and are said once.
      const after = index === 0 ? [...spoken('system-out', said), ...spoken('system-err', warned)] : [];
      const cases = own.map((row) => testcase(row, name === kind ? `tito.${kind}` : `tito.${kind}.${name}`));
      return [`  <testsuite${head}>`, ...cases, ...after, '  </testsuite>'].join('\n');
    });
    const root = `<testsuites${attributes({ name: `tito ${kind}`, ...counts(rows) })}>`;
    return `${['<?xml version="1.0" encoding="UTF-8"?>', root, ...rendered, '</testsuites>'].join('\n')}\n`;
  },
});
