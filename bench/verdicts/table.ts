/** The study as a table in Markdown: a pure function of its outcomes. */
import { mean, median, sampleStandardDeviation } from 'simple-statistics';
import { type Load, type Outcome, type OutcomeOf, only } from './outcome.ts';
import { TITLES, type WorkloadName } from './workloads.ts';

const HEAD = [
  'case',
  'aim',
  'tito says different',
  'inconclusive',
  'bias',
  'interval holds the truth',
  'sd of ratio',
  'tinybench, Welch',
  'tinybench, Mann-Whitney',
  'mitata, Welch',
  'mitata, Mann-Whitney',
];
const NOTHING = '–';

/** At most, or at least, so many of 100; as the project's own aims say. */
const AIMS = {
  quiet: (workload: string) => (workload === 'alloc' ? 5 : 3),
  loaded: 5,
  found: { 0.02: 85, 0.05: 95, 0.1: 99 } as Readonly<Record<number, number>>,
};

const share = (count: number, of: number) => (of === 0 ? NOTHING : `${count}/${of}`);
const percent = (value: number, digits = 2) => `${(100 * value).toFixed(digits)} %`;
const isDifferent = ({ verdict }: { verdict: string }) => verdict === 'faster' || verdict === 'slower';
const titleOf = (workload: string) => TITLES[workload as WorkloadName] ?? workload;

interface Told {
  verdict: string;
  ratio: number | null;
  ci95: [number, number] | null;
}

/** Columns from "tito says different" to "sd of ratio". */
function figures(all: readonly Told[], truth: number): string[] {
  const logs = all.flatMap(({ ratio }) => (ratio === null ? [] : [Math.log(ratio)]));
  const known = all.filter(({ ci95 }) => ci95 !== null);
  const held = known.filter(({ ci95 }) => ci95 && ci95[0] <= truth && truth <= ci95[1]);
  const bias = logs.length > 0 ? Math.exp(mean(logs)) - truth : null;
  return [
    share(all.filter(isDifferent).length, all.length),
    share(all.filter(({ verdict }) => verdict === 'inconclusive').length, all.length),
    bias === null ? NOTHING : `${bias >= 0 ? '+' : '−'}${percent(Math.abs(bias))}`,
    share(held.length, known.length),
    logs.length > 1 ? percent(sampleStandardDeviation(logs)) : NOTHING,
  ];
}

const rejected = (ps: readonly number[]) => share(ps.filter((p) => p < 0.05).length, ps.length);

function toolColumns(all: readonly OutcomeOf<'function-tools'>[]): string[] {
  return ['tinybench', 'mitata'].flatMap((tool) => {
    const of = all.flatMap(({ tools }) => tools[tool] ?? []);
    return [rejected(of.map((each) => each.welch)), rejected(of.map((each) => each.mann_whitney))];
  });
}

function functionRows(outcomes: readonly Outcome[]): string[][] {
  const said = only(outcomes, 'function');
  const tools = only(outcomes, 'function-tools');
  const keys = new Set([...said, ...tools].map(({ effect, load }) => JSON.stringify([effect, load])));
  const order = [...keys]
    .map((key) => JSON.parse(key) as [number, Load])
    .sort(([a, first], [b, second]) => a - b || (first === 'none' ? -1 : 1) - (second === 'none' ? -1 : 1));
  return order.flatMap(([effect, load]) =>
    Object.keys(TITLES).flatMap((workload) => {
      const isIt = (each: { workload: string; effect: number; load: Load }) =>
        each.workload === workload && each.effect === effect && each.load === load;
      const own = said.filter(isIt);
      const beside = tools.filter(isIt);
      if (own.length + beside.length === 0) return [];
      const where = load === 'none' ? '' : ', both cores busy';
      const title = effect === 0 ? `A/A ${titleOf(workload)}` : `+${percent(effect, 0)} ${titleOf(workload)}`;
      return [
        [title + where, aimOf(workload, effect, load), ...figures(own, 1 + effect), ...toolColumns(beside)],
      ];
    }),
  );
}

function aimOf(workload: string, effect: number, load: Load): string {
  if (effect === 0) return `≤ ${load === 'none' ? AIMS.quiet(workload) : AIMS.loaded} %`;
  const least = AIMS.found[effect];
  return least === undefined ? NOTHING : `≥ ${least} %`;
}

function commandRows(outcomes: readonly Outcome[]): string[][] {
  const said = only(outcomes, 'command');
  const tools = only(outcomes, 'command-tools');
  if (said.length + tools.length === 0) return [];
  const pairs = said.length > 0 ? `, ${Math.round(median(said.map((each) => each.pairs)))} pairs` : '';
  const welch = rejected(tools.map((each) => each.welch));
  const beside = tools.length > 0 ? `${welch} (one after the other, Welch)` : NOTHING;
  return [[`A/A \`node -e 0\`${pairs}`, '≤ 5 %', ...figures(said, 1), beside, NOTHING, NOTHING, NOTHING]];
}

/** Here "different" is a time more than 5 % off that of the same function alone. */
function closureRows(outcomes: readonly Outcome[]): string[][] {
  const all = only(outcomes, 'closures');
  if (all.length === 0) return [];
  const typical = (ratios: readonly number[]) => {
    const effect = median([...ratios]) - 1;
    return `${effect >= 0 ? '+' : '−'}${percent(Math.abs(effect), 1)}`;
  };
  const ratios = all.map(({ tito }) => tito);
  const off = ratios.filter((ratio) => Math.abs(ratio - 1) > 0.05).length;
  return [
    [
      'time beside a closure of the same factory, over alone',
      '± 5 %',
      `${typical(ratios)} (${share(off, all.length)} beyond 5 %)`,
      NOTHING,
      typical(ratios),
      NOTHING,
      ratios.length > 1 ? percent(sampleStandardDeviation(ratios)) : NOTHING,
      typical(all.map(({ tinybench }) => tinybench)),
      NOTHING,
      typical(all.map(({ mitata }) => mitata)),
      NOTHING,
    ],
  ];
}

function savedRows(outcomes: readonly Outcome[]): string[][] {
  const pairs = only(outcomes, 'saved-pair');
  return Object.keys(TITLES).flatMap((workload) => {
    const own = pairs.filter((each) => each.workload === workload);
    if (own.length === 0) return [];
    const [, ...rest] = figures(own, 1);
    const apart = Math.round(Math.min(...own.map(({ minutes_apart }) => minutes_apart)));
    const failed = `${share(own.filter(({ gate_failed }) => gate_failed).length, own.length)} gates`;
    const title = `saved runs ≥ ${apart} min apart, ${titleOf(workload)}, gate at 5 %`;
    return [[title, '0', failed, ...rest, NOTHING, NOTHING, NOTHING, NOTHING]];
  });
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** Everything that was measured; what was not has no row. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = [functionRows, commandRows, closureRows, savedRows].flatMap((of) => of(outcomes));
  if (rows.length === 0) return 'Nothing was measured yet.\n';
  const [study] = only(outcomes, 'study');
  const spent = only(outcomes, 'function').map(({ spent_s }) => spent_s);
  const isolates = only(outcomes, 'function').map((each) => each.isolates);
  const pairs = only(outcomes, 'function').map((each) => each.pairs);
  const typical = (values: readonly number[]) => Math.round(median([...values]));
  const caption = [
    study
      ? `${study.machine}; ${study.at.slice(0, 10)}; ${study.budget_s} s for each comparison by each tool`
      : '',
    spent.length > 0
      ? `tito took ${mean(spent).toFixed(1)} s on average, typically ${typical(pairs)} pairs of slices in ${typical(isolates)} pairs of isolates`
      : '',
  ].filter((part) => part !== '');
  return [
    line(HEAD),
    line(HEAD.map((_, i) => (i === 0 ? ':--' : '--:'))),
    ...rows.map(line),
    '',
    `${caption.join('; ')}. "+2 %": B does 2 % more of the same work; bias and spread are of tito's estimate; the tests of the other tools at p < 0.05.`,
    '',
  ].join('\n');
}
