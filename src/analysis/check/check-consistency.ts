import { type AnyRun, isCapstone, isTasks } from '../../schema/runs.ts';
import { type Finding, type Rule, refuse } from './finding.ts';
import { turnLists } from './turns.ts';

/**
 * Two clocks, of the calendar and of the processor, are compared: one may be set while the other goes on. And a sum of
 * slices is compared with a whole that was measured around them.
 */
const TOLERANCE = 1.05;
const SLACK_MS = 5000;
const SMALL_SLACK_MS = 5;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const seconds = (ms: number) => `${Number((ms / 1000).toPrecision(3))} s`;

/** What has to hold within every run, whatever was measured. */
export const checkConsistency: Rule<AnyRun> = (run) => [
  ...times(run),
  ...order(run),
  ...turns(run),
  ...names(run),
];

/** Milliseconds from the start to the end; null where the run did not come to its end. */
function durationOf({ started_at, finished_at }: AnyRun): number | null {
  return finished_at === null ? null : millisecondsOf(finished_at) - millisecondsOf(started_at);
}

/** ISO 8601 in UTC to milliseconds since 1970, by the civil calendar (Hinnant, days_from_civil, 2013). */
function millisecondsOf(iso: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = iso.split(/[-T:Z]/).map(Number);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const yearOfEra = y - era * 400;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * 146_097 + dayOfEra - 719_468;
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

const blocksOf = (run: AnyRun): readonly { started_ms: number }[] => (isTasks(run) ? [] : run.blocks);

function times(run: AnyRun): Finding[] {
  const duration = durationOf(run);
  if (duration === null) return [];
  if (duration < 0) return [refuse('times_disordered', 'finished_at', 'the run ended before it began')];
  const longest = duration * TOLERANCE + SLACK_MS;
  const spent = sum(
    turnLists(run).flatMap(({ contenders }) =>
      contenders.map(({ slices_ms, wall_ms }) => wall_ms ?? sum(slices_ms)),
    ),
  );
  const late = blocksOf(run).findIndex(({ started_ms }) => started_ms > longest);
  return [
    ...(spent > longest
      ? [
          refuse(
            'longer_than_run',
            'blocks',
            `its slices take ${seconds(spent)}, the run took ${seconds(duration)}`,
          ),
        ]
      : []),
    ...(late >= 0
      ? [refuse('times_disordered', `blocks[${late}].started_ms`, 'the block began after the end of the run')]
      : []),
  ];
}

/** Blocks follow each other as planned; none comes twice, as the better of two could be kept. */
function order(run: AnyRun): Finding[] {
  if (isTasks(run)) return [];
  const planned = run.plan.schedule.map((entry) => keyOf(entry));
  const found: Finding[] = [];
  let next = 0;
  for (const [i, block] of run.blocks.entries()) {
    const before = run.blocks[i - 1];
    if (before && block.started_ms < before.started_ms) {
      found.push(
        refuse('times_disordered', `blocks[${i}].started_ms`, 'the block began before the one ahead of it'),
      );
    }
    const place = planned.indexOf(keyOf(block), next);
    if (place >= 0) next = place + 1;
    else found.push(refuse('not_planned', `blocks[${i}]`, 'the plan has no such block at this place'));
  }
  return found;
}

const keyOf = (entry: { replicate: number; workload?: string }) =>
  `${entry.workload ?? ''} ${entry.replicate}`;

function turns(run: AnyRun): Finding[] {
  return turnLists(run).flatMap(({ path, coins, contenders }) => {
    const orders = contenders.reduce((product, _, i) => product * (i + 1), 1);
    return [
      ...(coins.some((coin) => coin >= orders)
        ? [
            refuse(
              'impossible_turn',
              `${path}.coins`,
              `${contenders.length} contenders have ${orders} orders only`,
            ),
          ]
        : []),
      ...contenders.flatMap(({ path: own, slices_ms, preempted, wall_ms }) => [
        ...(preempted.some((index) => index >= slices_ms.length)
          ? [refuse('impossible_turn', `${own}.preempted`, 'it names a slice that is not there')]
          : []),
        ...(wall_ms !== null && sum(slices_ms) > wall_ms * TOLERANCE + SMALL_SLACK_MS
          ? [
              refuse(
                'clocks_disagree',
                `${own}.slices_ms`,
                `its slices take ${seconds(sum(slices_ms))}; tito, around them, saw ${seconds(wall_ms)}`,
              ),
            ]
          : []),
      ]),
    ];
  });
}

/** Nothing stands twice: the second one would be looked at or not, as it suits. */
function names(run: AnyRun): Finding[] {
  const lists: [string, readonly string[]][] = turnLists(run).map(({ path, contenders }) => [
    `${path}.contenders`,
    contenders.map(({ id }) => id),
  ]);
  if (isCapstone(run)) {
    lists.push(['models', run.models.map(({ id }) => id)]);
    for (const [b, { contenders, phases }] of run.blocks.entries()) {
      lists.push([`blocks[${b}].contenders`, contenders.map(({ id }) => id)]);
      lists.push([`blocks[${b}].phases`, phases.map(({ phase }) => phase)]);
    }
  }
  return lists
    .filter(([, ids]) => new Set(ids).size < ids.length)
    .map(([path]) => refuse('repeated', path, 'something stands in it twice'));
}
