import { type DocumentFact, type DocumentPart, defineLayout, type Report } from '../../contracts.ts';
import type { BaselineReport, WorkloadReport } from '../../schema/baseline-report.ts';
import { duration, times } from '../_figures.ts';

export default defineLayout<BaselineReport>({
  layOut: (report, hint) => ({
    rows: report.workloads.map(row),
    parts: [heading(report), performance(report), ...verdict(report), ...advice(report, hint)],
  }),
});

function heading(report: BaselineReport): DocumentPart {
  if (report.interrupted) return { kind: 'heading', icon: '⏸', text: 'Baseline Benchmark Interrupted' };
  if (report.setup_verified) return { kind: 'heading', icon: '🎉', text: 'Baseline Benchmark Complete!' };
  return { kind: 'heading', icon: '🔧', text: 'Baseline Benchmark: something needs your attention' };
}

function performance(report: BaselineReport): DocumentPart {
  const facts = [...report.workloads.map((workload) => fact(workload, report)), total(report)];
  return { kind: 'facts', icon: '📊', title: 'Your Baseline Performance', facts };
}

function fact(workload: WorkloadReport, { score_basis }: BaselineReport): DocumentFact {
  const { title: label, status, latency_ms, ratio, ratio_ci95, score } = workload;
  if (status !== 'ok') {
    const values = { skipped: 'not measured', invalid: 'wrong result', failed: 'failed' };
    return { label, value: values[status], tone: status === 'skipped' ? 'warning' : 'bad' };
  }
  const value = `⚡ ${latency_ms?.p50 == null ? '-' : duration(latency_ms.p50)}`;
  if (ratio === null) return { label, value };
  const range = ratio_ci95 ? ` [${times(ratio_ci95[0])}, ${times(ratio_ci95[1])}]` : '';
  const basis = score_basis === 'yardstick' ? "the yardstick's time" : 'the expected time';
  return { label, value, note: `${times(ratio)} ${basis}${range}, ${score ?? '-'}/100` };
}

function total({ score, score_interval, score_basis, profile }: BaselineReport): DocumentFact {
  if (score === null) return { label: 'Score', value: 'none yet', note: 'it needs all workloads' };
  const basis =
    score_basis === 'yardstick' ? '' : `of this machine as a '${profile}' one, by the yardstick alone`;
  const range = score_interval ? `[${score_interval[0]}, ${score_interval[1]}]` : '';
  const note = [range, basis].filter((text) => text !== '').join(' ');
  return { label: 'Score', value: `${score}/100`, tone: 'good', ...(note === '' ? {} : { note }) };
}

function verdict(report: BaselineReport): DocumentPart[] {
  const parts = report.workloads.flatMap((workload) => trouble(workload));
  if (report.setup_verified) {
    parts.push({ kind: 'message', icon: '✅', tone: 'good', text: 'Setup verified and working!' });
  } else if (parts.length === 0 || report.interrupted) {
    parts.push({ kind: 'message', icon: '❔', tone: 'warning', text: 'Setup not verified yet.' });
  } else {
    parts.push({ kind: 'message', icon: '❌', tone: 'bad', text: 'Setup not verified.' });
  }
  return parts;
}

/** What is wrong or absent, in a sentence that names the operation. */
function trouble({ title, status, reason = '', mismatch }: WorkloadReport): DocumentPart[] {
  switch (status) {
    case 'ok':
      return [];
    case 'skipped':
      return [{ kind: 'message', icon: '⏭', tone: 'warning', text: `${title}: skipped, ${reason}.` }];
    case 'failed':
      return [{ kind: 'message', icon: '❌', tone: 'bad', text: `${title}: ${reason}.` }];
    case 'invalid': {
      const detail = mismatch ? `: expected ${mismatch.expected}, got ${mismatch.got}` : '';
      return [{ kind: 'message', icon: '❌', tone: 'bad', text: `${title}: ${reason}${detail}.` }];
    }
  }
}

function advice(report: BaselineReport, hint: string): DocumentPart[] {
  const warnings = report.warnings.map(
    (text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text }),
  );
  return [...warnings, { kind: 'message', icon: '💡', tone: 'hint', text: hint }];
}

function row(workload: WorkloadReport): Report['rows'][number] {
  const { id, status, correct, latency_ms, yardstick_ms, ratio, ratio_ci95, pairs, isolates, score, reason } =
    workload;
  return {
    id,
    status,
    correct,
    p50_ms: latency_ms?.p50 ?? null,
    min_ms: latency_ms?.min ?? null,
    mad_ms: latency_ms?.mad ?? null,
    p95_ms: latency_ms?.p95 ?? null,
    p99_ms: latency_ms?.p99 ?? null,
    samples: latency_ms?.samples ?? null,
    yardstick_p50_ms: yardstick_ms?.p50 ?? null,
    ratio,
    ratio_low: ratio_ci95?.[0] ?? null,
    ratio_high: ratio_ci95?.[1] ?? null,
    pairs,
    isolates,
    score,
    reason: reason ?? null,
  };
}
