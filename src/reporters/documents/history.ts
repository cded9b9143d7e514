import { type DocumentPart, defineLayout, type Report } from '../../contracts.ts';
import type { TrendPicture } from '../../picture-contracts.ts';
import type { HistoryReport } from '../../schema/comparison-report.ts';
import { digits } from '../_figures.ts';

type Series = HistoryReport['series'][number];
type Run = Series['runs'][number];

export default defineLayout<HistoryReport>({
  layOut: (report, hint) => ({
    rows: report.series.flatMap((series) => series.runs.map((run) => row(run, series, report))),
    parts: [
      heading(report),
      ...trends(report),
      ...steps(report),
      ...gate(report),
      ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

function heading({ series }: HistoryReport): DocumentPart {
  const ids = new Set(series.map(({ id }) => id));
  const files = new Set(series.flatMap(({ runs }) => runs.map(({ file }) => file)));
  const found = series.reduce((sum, { steps: own }) => sum + own.length, 0);
  const said = found === 0 ? '' : `, ${counted(found, 'step')}`;
  return {
    kind: 'heading',
    icon: '📈',
    text: `History of ${counted(ids.size, 'benchmark')} in ${counted(files.size, 'saved run')}${said}`,
  };
}

/** Differences of a per cent matter here. */
const change = (ratio: number) => {
  const percent = (100 * (ratio - 1)).toFixed(1);
  return `${ratio >= 1 && percent !== '-0.0' ? '+' : ''}${percent.replace('-0.0', '0.0')} %`;
};

/** `1.02 → 1.31×, +28.4 % [+20.1 %, +37.3 %]` */
function inShort({ runs, change: whole }: Series): string {
  const [first, last] = [runs[0], runs.at(-1)];
  const levels = [first, last].map((run) => (run ? digits(run.level) : '-'));
  if (!whole) return `${levels[0]}×`;
  const range = whole.ratio_ci95 ? ` [${whole.ratio_ci95.map(change).join(', ')}]` : '';
  return `${levels.join(' → ')}×, ${change(whole.ratio)}${range}`;
}

const TONES = { slower: 'bad', faster: 'good' } as const;

function item(series: Series): TrendPicture['items'][number] {
  const newest = series.steps.at(-1);
  const starts = series.steps.map(({ between: [, after] }) =>
    series.runs.findIndex(({ file }) => file === after),
  );
  return {
    label: `${series.id} (${series.runs.length})`,
    values: series.runs.map(({ level }) => level),
    steps: starts,
    text: inShort(series),
    ...(newest ? { tone: TONES[newest.verdict] } : {}),
  };
}

/** One picture for everything that was measured of one piece of code on one machine. */
function trends({ series }: HistoryReport): DocumentPart[] {
  const alike = Map.groupBy(series, ({ subject, basis, machine }) =>
    JSON.stringify([subject, basis, machine]),
  );
  return [...alike.values()].flatMap((own): DocumentPart[] => {
    const [first] = own;
    if (!first) return [];
    const title = `${first.subject}, time over that of ${first.basis}, on ${first.machine} (runs; first → last)`;
    return [{ kind: 'trends', icon: '📉', title, items: own.map(item) }];
  });
}

function steps({ series }: HistoryReport): DocumentPart[] {
  const named = (file: string, { runs }: Series) => {
    const revision = runs.find((run) => run.file === file)?.revision;
    return revision ? `${file} (${revision.slice(0, 12)})` : file;
  };
  const rows = series.flatMap((own) =>
    own.steps.map(({ between: [before, after], ratio, ratio_ci95, p, verdict }) => [
      own.id,
      verdict,
      `${change(ratio)}${ratio_ci95 ? ` [${ratio_ci95.map(change).join(', ')}]` : ''}`,
      p === null ? '-' : p.toPrecision(2),
      named(before, own),
      named(after, own),
    ]),
  );
  if (rows.length === 0) return [];
  const columns = ['benchmark', 'step', 'change of time', 'p', 'last run before', 'first run after'];
  return [{ kind: 'table', icon: '🪜', title: 'Steps that persist', columns, rows }];
}

function gate({ gate: { failed, threshold_percent, reasons } }: HistoryReport): DocumentPart[] {
  if (threshold_percent === null) return [];
  if (failed) {
    return reasons.map(
      (text): DocumentPart => ({ kind: 'message', icon: '❌', tone: 'bad', text: `Regression: ${text}.` }),
    );
  }
  const text = `No benchmark's newest step is a slow-down of ${threshold_percent} % or more.`;
  return [{ kind: 'message', icon: '✅', tone: 'good', text }];
}

/** As other reports say it: a run at which a step begins that fails the gate has missed what was asked of it. */
function judged({ file }: Run, { id, subject, steps: own }: Series, { gate: { reasons } }: HistoryReport) {
  const isNewest = own.at(-1)?.between[1] === file;
  const reason = isNewest ? reasons.find((text) => text.startsWith(`${id} of ${subject} `)) : undefined;
  return { status: reason === undefined ? 'ok' : 'missed', reason: reason ?? null };
}

function row(run: Run, series: Series, report: HistoryReport): Report['rows'][number] {
  const step = series.steps.find(({ between: [, after] }) => after === run.file);
  const { status, reason } = judged(run, series, report);
  return {
    id: series.id,
    status,
    subject: series.subject,
    basis: series.basis,
    machine: run.machine,
    file: run.file,
    timestamp: run.timestamp,
    revision: run.revision,
    p50_ms: run.latency_ms,
    level: run.level,
    level_low: run.level_ci95?.[0] ?? null,
    level_high: run.level_ci95?.[1] ?? null,
    step: step?.verdict ?? null,
    step_ratio: step?.ratio ?? null,
    step_low: step?.ratio_ci95?.[0] ?? null,
    step_high: step?.ratio_ci95?.[1] ?? null,
    step_p: step?.p ?? null,
    reason,
  };
}
