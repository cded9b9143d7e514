import { type DocumentPart, defineLayout, type Report } from '../../contracts.ts';
import type { Comparison, ComparisonReport, Verdict } from '../../schema/comparison-report.ts';
import { bytes, duration, percent, ranged, times } from '../_figures.ts';

type Tone = 'good' | 'bad' | 'warning';
const TONES: Partial<Record<Verdict, Tone>> = {
  faster: 'good',
  slower: 'bad',
  inconclusive: 'warning',
  invalid: 'bad',
};
const ICONS: Record<Verdict, string> = {
  faster: '🚀',
  slower: '🐌',
  same: '🟰',
  negligible: '🟰',
  inconclusive: '❔',
  invalid: '❌',
};

export default defineLayout<ComparisonReport>({
  layOut: (report, hint) => ({
    rows: report.comparisons.map((each) => row(each, report)),
    parts: [
      heading(report),
      effects(report),
      figures(report),
      ...commands(report),
      ...report.comparisons.flatMap((each) => histogram(each, report)),
      ...report.comparisons.flatMap(explained),
      ...gate(report),
      ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});

function heading(report: ComparisonReport): DocumentPart {
  const { a, b, comparisons, interrupted } = report;
  const pair = `${b.label} (B) against ${a.label} (A)`;
  if (interrupted) return { kind: 'heading', icon: '⏸', text: `Interrupted: ${pair}` };
  const [only] = comparisons;
  if (only && comparisons.length === 1) {
    return { kind: 'heading', icon: ICONS[only.verdict], text: `${pair}: ${only.verdict}` };
  }
  const counts = Map.groupBy(comparisons, ({ verdict }) => verdict);
  const said = [...counts].map(([verdict, of]) => `${of.length} ${verdict}`).join(', ');
  return { kind: 'heading', icon: '⚖', text: `${pair}: ${said}` };
}

/** `slower, 1.05× [1.04×, 1.06×]` */
const inShort = ({ verdict, ratio, ratio_ci95 }: Comparison) =>
  ratio === null ? verdict : `${verdict}, ${ranged(ratio, ratio_ci95, precise)}`;

/** Differences of a per cent matter here, so near 1 there is a digit more. */
const precise = (ratio: number) => (ratio > 0.8 && ratio < 1.25 ? `${ratio.toFixed(3)}×` : times(ratio));

function effects({ comparisons }: ComparisonReport): DocumentPart {
  const items = comparisons.map((each) => {
    const tone = TONES[each.verdict];
    const { title: label, ratio, ratio_ci95: ci95 } = each;
    return { label, ratio, ci95, text: inShort(each), ...(tone ? { tone } : {}) };
  });
  return { kind: 'effects', icon: '📊', title: 'Time of B over time of A (left of 1: B is faster)', items };
}

const p = (value: number | null) => {
  if (value === null) return '-';
  return value < 0.0001 ? '< 0.0001' : value.toPrecision(2);
};
const time = (ms: number | null | undefined) => (ms == null ? '-' : duration(ms));

/** Between saved runs there are no turns, and nothing was measured now. */
function figures({ comparisons, mode }: ComparisonReport): DocumentPart {
  return {
    kind: 'table',
    icon: '🔎',
    title: 'Figures',
    columns: ['workload', 'A', 'B', 'p', 'detectable', 'pairs', 'isolates', 'spent'],
    rows: comparisons.map((each) => [
      each.id,
      time(each.a_ms?.p50),
      time(each.b_ms?.p50),
      p(each.p),
      each.detectable_effect === null ? '-' : `±${percent(each.detectable_effect)}`,
      each.pairs === null ? '-' : `${each.pairs}`,
      `${each.isolates}`,
      mode === 'saved' ? '-' : `${each.spent_s.toFixed(1)}s`,
    ]),
  };
}

/** What processes cost besides their time. */
function commands({ comparisons }: ComparisonReport): DocumentPart[] {
  const rows = comparisons.flatMap(({ a_command: a, b_command: b }) => {
    if (!a || !b) return [];
    const memory = (count: number | null) => (count === null ? '-' : bytes(count));
    return [
      ['user CPU', time(a.user_ms), time(b.user_ms)],
      ['system CPU', time(a.system_ms), time(b.system_ms)],
      ['peak memory', memory(a.peak_memory_bytes), memory(b.peak_memory_bytes)],
    ];
  });
  if (rows.length === 0) return [];
  return [{ kind: 'table', icon: '⚙', title: 'Processes', columns: ['median of a run', 'A', 'B'], rows }];
}

function histogram(
  { title, histogram: drawn }: Comparison,
  { comparisons }: ComparisonReport,
): DocumentPart[] {
  if (!drawn) return [];
  return [
    {
      kind: 'histogram',
      icon: '📈',
      title: comparisons.length === 1 ? 'Times' : `Times, ${title}`,
      scale: [duration(drawn.from_ms), duration(drawn.to_ms)],
      items: [
        { label: 'A', counts: drawn.a },
        { label: 'B', counts: drawn.b },
      ],
    },
  ];
}

/** Why a verdict is none, and what is said besides it. */
function explained({ title, verdict, reason, mismatch, warnings }: Comparison): DocumentPart[] {
  const detail = mismatch ? `: expected ${mismatch.expected}, got ${mismatch.got}` : '';
  const said = reason === null ? [] : [`${title}: ${reason}${detail}.`];
  return [
    ...said.map(
      (text): DocumentPart => ({
        kind: 'message',
        icon: ICONS[verdict],
        tone: verdict === 'invalid' ? 'bad' : 'warning',
        text,
      }),
    ),
    ...warnings.map(
      (text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text: `${title}: ${text}` }),
    ),
  ];
}

function gate({ gate: { failed, confirmed, threshold_percent, reasons } }: ComparisonReport): DocumentPart[] {
  if (threshold_percent === null) return [];
  const said = reasons.map(
    (text): DocumentPart => ({
      kind: 'message',
      icon: failed ? '❌' : '⚠',
      tone: failed ? 'bad' : 'warning',
      text: failed ? `Regression: ${text}.` : `${text}.`,
    }),
  );
  // Neither this nor that where a second run was called for and is missing.
  if (failed || (said.length > 0 && confirmed === null)) return said;
  const text = `No regression of ${threshold_percent} % or more beyond doubt.`;
  return [...said, { kind: 'message', icon: '✅', tone: 'good', text }];
}

/** As other reports say it: a workload that fails the gate has missed what was asked of it. */
function statusOf({ id, verdict }: Comparison, { gate: { failed, reasons } }: ComparisonReport): string {
  if (verdict === 'invalid') return 'invalid';
  return failed && reasons.some((reason) => reason.startsWith(`${id}: `)) ? 'missed' : 'ok';
}

function row(each: Comparison, report: ComparisonReport): Report['rows'][number] {
  const { a, b } = report;
  return {
    id: each.id,
    status: statusOf(each, report),
    a: a.label,
    b: b.label,
    verdict: each.verdict,
    ratio: each.ratio,
    ratio_low: each.ratio_ci95?.[0] ?? null,
    ratio_high: each.ratio_ci95?.[1] ?? null,
    p: each.p,
    detectable_effect: each.detectable_effect,
    budget_to_settle_s: each.budget_to_settle_s,
    a_p50_ms: each.a_ms?.p50 ?? null,
    b_p50_ms: each.b_ms?.p50 ?? null,
    pairs: each.pairs,
    isolates: each.isolates,
    looks: each.looks,
    spent_s: each.spent_s,
    reason: each.reason,
  };
}
