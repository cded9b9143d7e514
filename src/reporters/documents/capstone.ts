import { type DocumentFact, type DocumentPart, defineLayout } from '../../contracts.ts';
import type { CapstoneReport } from '../../schema/capstone-report.ts';
import { TRACKS, type Track } from '../../schema/capstone-suite.ts';
import { bytes, digits, duration, energy, percentage, thousands, times } from '../_figures.ts';
import { rowOf } from './_capstone-row.ts';

type Tracks = CapstoneReport['tracks'];

export default defineLayout<CapstoneReport>({
  layOut: (report, hint) => ({
    rows: TRACKS.map((id) => rowOf(id, report)),
    parts: [
      heading(report),
      ...sections(report.tracks),
      total(report),
      ...troubles(report.tracks),
      ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
      { kind: 'message', icon: '🌍', tone: 'hint', text: hint },
    ],
  }),
});

const heading = ({ interrupted }: CapstoneReport): DocumentPart =>
  interrupted
    ? { kind: 'heading', icon: '⏸', text: 'Capstone Benchmark Interrupted' }
    : { kind: 'heading', icon: '🏆', text: 'Capstone Benchmark Results' };

const TITLES: Record<Track, string> = {
  speed: 'Speed',
  compression: 'Compression',
  accuracy: 'Accuracy',
  efficiency: 'Efficiency',
};

/** Tracks that have something to show; of the others the troubles tell. */
function sections({ speed, compression, accuracy, efficiency }: Tracks): DocumentPart[] {
  const facts: Record<Track, DocumentFact[]> = {
    speed: speedFacts(speed),
    compression: compressionFacts(compression),
    accuracy: accuracyFacts(accuracy),
    efficiency: efficiencyFacts(efficiency),
  };
  const tracks = { speed, compression, accuracy, efficiency };
  return TRACKS.filter((id) => facts[id].length > 0).map((id) => ({
    kind: 'facts',
    icon: '📊',
    title: `${TITLES[id]} Track`,
    facts: [...facts[id], scoreFact(tracks[id])],
  }));
}

/** A fact, or none where there is no figure. */
const fact = (label: string, value: string | null | undefined, note = ''): DocumentFact[] =>
  value == null ? [] : [{ label, value, ...(note === '' ? {} : { note }) }];

/** Applies a format to a figure that may be missing. */
const show = <T>(figure: T | null | undefined, format: (figure: T) => string): string | null =>
  figure == null ? null : format(figure);

/** What is known of it, one after the other. */
const notes = (...parts: (string | null)[]): string => parts.filter((part) => part !== null).join(', ');
const range = (interval: readonly [number, number], format: (x: number) => string) =>
  `[${format(interval[0])}, ${format(interval[1])}]`;
const beside = (figure: number | null | undefined, format: (x: number) => string) =>
  show(figure, (x) => `baseline ${format(x)}`);

function scoreFact({ score, score_interval }: Tracks[Track]): DocumentFact {
  if (score === null) return { label: 'Score', value: 'none', tone: 'warning' };
  const note = score_interval ? { note: range(score_interval, String) } : {};
  return { label: 'Score', value: `${score}/100`, tone: 'good', ...note };
}

function speedFacts(speed: Tracks['speed']): DocumentFact[] {
  const { latency_ms, baseline_latency_ms, throughput_per_s, baseline_throughput_per_s } = speed;
  const perSecond = (rate: number) => `${thousands(rate)} ops/sec`;
  return [
    ...fact(
      'Inference Latency',
      show(latency_ms?.p50, duration),
      notes(
        show(latency_ms?.p95, (ms) => `p95 ${duration(ms)}`),
        show(latency_ms?.p99, (ms) => `p99 ${duration(ms)}`),
        beside(baseline_latency_ms?.p50, duration),
      ),
    ),
    ...fact(
      'Throughput',
      show(throughput_per_s, perSecond),
      notes(
        beside(baseline_throughput_per_s, perSecond),
        show(speed.throughput_speedup, (ratio) => `${times(ratio)} in batches`),
      ),
    ),
    ...fact('Speed-up', show(speed.speedup, times), show(speed.speedup_ci95, (ci) => range(ci, times)) ?? ''),
  ];
}

function compressionFacts(compression: Tracks['compression']): DocumentFact[] {
  const { model_size_bytes, baseline_size_bytes, compression_ratio, bits_per_weight } = compression;
  return [
    ...fact('Model Size', show(model_size_bytes, bytes), notes(beside(baseline_size_bytes, bytes))),
    ...fact('Compression Ratio', show(compression_ratio, times)),
    ...fact('Bits per Weight', show(bits_per_weight, digits)),
  ];
}

function accuracyFacts(accuracy: Tracks['accuracy']): DocumentFact[] {
  const points = (change: number) => `${change > 0 ? '+' : ''}${(100 * change).toFixed(1)} points`;
  const interval = (ci: readonly [number, number] | null) => show(ci, (bounds) => range(bounds, percentage));
  const changed =
    accuracy.only_baseline_right === null
      ? null
      : `${accuracy.only_baseline_right} lost, ${accuracy.only_optimized_right} gained`;
  return [
    ...fact(
      'Accuracy',
      show(accuracy.accuracy, percentage),
      notes(interval(accuracy.accuracy_ci95), `${accuracy.test_images} images`),
    ),
    ...fact(
      'Baseline',
      show(accuracy.baseline_accuracy, percentage),
      notes(interval(accuracy.baseline_accuracy_ci95)),
    ),
    ...fact(
      'Change',
      show(accuracy.accuracy_change, points),
      notes(
        changed,
        show(accuracy.mcnemar_p, (p) => `McNemar p ${p < 0.001 ? '< 0.001' : `= ${digits(p)}`}`),
      ),
    ),
  ];
}

function efficiencyFacts(efficiency: Tracks['efficiency']): DocumentFact[] {
  const ratio = (figure: number | null, ci: readonly [number, number] | null) =>
    show(figure, (x) => `${times(x)} the baseline's${ci ? ` ${range(ci, times)}` : ''}`);
  const source = efficiency.energy_source === 'estimated' ? ' (estimated)' : '';
  return [
    ...fact(
      'Peak Memory',
      show(efficiency.peak_memory_bytes, bytes),
      notes('above idle', ratio(efficiency.memory_ratio, efficiency.memory_ratio_ci95)),
    ),
    ...fact(
      'Energy',
      show(efficiency.energy_joules, (joules) => `${energy(joules)}${source}`),
      notes('1,000 predictions', ratio(efficiency.energy_ratio, efficiency.energy_ratio_ci95)),
    ),
    ...fact(
      'Processor Time',
      show(efficiency.cpu_seconds, (seconds) => duration(1000 * seconds)),
      '1,000 predictions',
    ),
  ];
}

function total({ overall_score, overall_score_interval }: CapstoneReport): DocumentPart {
  const icon = '📊';
  if (overall_score === null) {
    return {
      kind: 'message',
      icon,
      tone: 'hint',
      text: 'Overall Score: none yet, it needs all four tracks',
    };
  }
  const interval = overall_score_interval ? ` ${range(overall_score_interval, String)}` : '';
  return { kind: 'message', icon, tone: 'good', text: `Overall Score: ${overall_score}/100${interval}` };
}

/** What is wrong or absent; tracks that share a reason share the sentence. */
function troubles(tracks: Tracks): DocumentPart[] {
  const concerned = new Map<string, Track[]>();
  for (const id of TRACKS) {
    const { status, reason = '' } = tracks[id];
    if (status === 'ok') continue;
    const key = `${status === 'skipped' ? 'skipped, ' : ''}${reason}`;
    concerned.set(key, [...(concerned.get(key) ?? []), id]);
  }
  return [...concerned].map(([what, ids]): DocumentPart => {
    const text = `${ids.map((id) => TITLES[id]).join(', ')}: ${what.replace(/\.$/, '')}.`;
    const isSkipped = ids.every((id) => tracks[id].status === 'skipped');
    return isSkipped
      ? { kind: 'message', icon: '⏭', tone: 'warning', text }
      : { kind: 'message', icon: '❌', tone: 'bad', text };
  });
}
