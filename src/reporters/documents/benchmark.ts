import { type DocumentFact, type DocumentPart, defineLayout, type Report } from '../../contracts.ts';
import type { BenchmarkReport } from '../../schema/comparison-report.ts';
import { bytes, duration, ranged, thousands, times } from '../_figures.ts';

type Workload = BenchmarkReport['workloads'][number];

export default defineLayout<BenchmarkReport>({
  layOut: (report, hint) => ({
    rows: report.workloads.map((workload) => row(workload, report)),
    parts: [
      heading(report),
      { kind: 'facts', icon: '📊', title: 'Typical times', facts: report.workloads.map(fact) },
      ...latencies(report),
      ...commands(report),
      ...report.workloads.flatMap(histogram),
      ...report.workloads.flatMap(trouble),
      ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});

function heading({ subject, workloads, interrupted }: BenchmarkReport): DocumentPart {
  if (interrupted) return { kind: 'heading', icon: '⏸', text: `Benchmark of ${subject} interrupted` };
  const isSound = workloads.every(({ status }) => status === 'ok');
  return isSound
    ? { kind: 'heading', icon: '⏱', text: `Benchmark of ${subject}` }
    : { kind: 'heading', icon: '🔧', text: `Benchmark of ${subject}: something needs your attention` };
}

const STATUS = { skipped: 'not measured', invalid: 'wrong result', failed: 'failed' };

function fact({ title: label, status, latency_ms, unit, throughput_per_s, ...rest }: Workload): DocumentFact {
  if (status !== 'ok')
    return { label, value: STATUS[status], tone: status === 'skipped' ? 'warning' : 'bad' };
  const { probe_ratio, probe_ratio_ci95, score } = rest;
  const notes = [
    ...(throughput_per_s === null ? [] : [`${thousands(throughput_per_s)} ${unit}s/s`]),
    ...(probe_ratio === null
      ? []
      : [`${ranged(probe_ratio, probe_ratio_ci95, times)} the spin probe's call`]),
    ...(score === null ? [] : [`${score}/100`]),
  ];
  const value = `⚡ ${latency_ms?.p50 == null ? '-' : duration(latency_ms.p50)}`;
  return { label, value, ...(notes.length > 0 ? { note: notes.join(', ') } : {}) };
}

const time = (ms: unknown) => (typeof ms === 'number' ? duration(ms) : '-');

function latencies({ workloads }: BenchmarkReport): DocumentPart[] {
  const rows = workloads.flatMap(({ id, latency_ms, isolates }) => {
    if (!latency_ms) return [];
    const { min, p25, p50, p75, p95, p99, samples } = latency_ms;
    return [[id, ...[min, p25, p50, p75, p95, p99].map(time), `${samples}`, `${isolates}`]];
  });
  if (rows.length === 0) return [];
  const columns = ['workload', 'min', 'p25', 'p50', 'p75', 'p95', 'p99', 'samples', 'isolates'];
  return [{ kind: 'table', icon: '🔎', title: 'Latency of one call', columns, rows }];
}

/** What processes cost besides their time. */
function commands({ workloads }: BenchmarkReport): DocumentPart[] {
  const rows = workloads.flatMap(({ id, command }) => {
    if (!command) return [];
    const { user_ms, system_ms, peak_memory_bytes: memory } = command;
    return [[id, time(user_ms), time(system_ms), memory === null ? '-' : bytes(memory)]];
  });
  if (rows.length === 0) return [];
  const columns = ['median of a run', 'user CPU', 'system CPU', 'peak memory'];
  return [{ kind: 'table', icon: '⚙', title: 'Processes', columns, rows }];
}

function histogram({ id, histogram: drawn }: Workload): DocumentPart[] {
  if (!drawn) return [];
  const { from_ms, to_ms, counts } = drawn;
  return [
    {
      kind: 'histogram',
      icon: '📈',
      title: `Times, ${id}`,
      scale: [duration(from_ms), duration(to_ms)],
      items: [{ label: '', counts }],
    },
  ];
}

function trouble({ title, status, reason }: Workload): DocumentPart[] {
  if (status === 'ok') return [];
  if (status === 'skipped') {
    return [{ kind: 'message', icon: '⏭', tone: 'warning', text: `${title}: skipped, ${reason}.` }];
  }
  return [{ kind: 'message', icon: '❌', tone: 'bad', text: `${title}: ${reason}.` }];
}

function row(workload: Workload, { subject }: BenchmarkReport): Report['rows'][number] {
  const { id, status, latency_ms, probe_ratio, probe_ratio_ci95, reason } = workload;
  const { throughput_per_s, unit, pairs, isolates, score, command } = workload;
  return {
    id,
    subject,
    status,
    p50_ms: latency_ms?.p50 ?? null,
    min_ms: latency_ms?.min ?? null,
    mad_ms: latency_ms?.mad ?? null,
    p95_ms: latency_ms?.p95 ?? null,
    p99_ms: latency_ms?.p99 ?? null,
    samples: latency_ms?.samples ?? null,
    throughput_per_s,
    unit,
    probe_ratio,
    probe_ratio_low: probe_ratio_ci95?.[0] ?? null,
    probe_ratio_high: probe_ratio_ci95?.[1] ?? null,
    pairs,
    isolates,
    user_ms: command?.user_ms ?? null,
    system_ms: command?.system_ms ?? null,
    peak_memory_bytes: command?.peak_memory_bytes ?? null,
    score,
    reason,
  };
}
