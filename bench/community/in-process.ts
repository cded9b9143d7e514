/** Times of the registry's answers in this process, with many members and with few. */
import { createRegistry } from '../../community/registry.ts';
import { openSqliteStore } from '../../community/store/sqlite-store.ts';
import type { Store } from '../../community/store.ts';
import { type Random, seededRandom } from '../../src/analysis/random.ts';
import type { Registry } from '../../src/community-contracts.ts';
import { interleave } from '../interleave.ts';
import { memberId, memberToken } from './population.ts';
import { quantile } from './quantile.ts';
import { QUESTIONS, type Question, type Who } from './questions.ts';
import type { RegistryFile } from './registry-files.ts';
import { figure, type Row } from './row.ts';

const SEED = 2;
/** Rounds before those that count, until the code is compiled. */
const WARM_UP = 200;
/** Of the medians. */
const MOST_MS = 1;
const MOST_RATIO = 2;

/**
 * @param many the registry that is measured
 * @param few the one that is the control
 * @param turns how often each answers each question, every time to another member
 */
export async function inProcess(many: RegistryFile, few: RegistryFile, turns: number): Promise<Row[]> {
  await using closing = new AsyncDisposableStack();
  const open = async (registry: RegistryFile) => {
    const asked = await openToBeAsked(registry, seededRandom(SEED), turns);
    closing.defer(() => asked.store.close());
    return asked;
  };
  const [large, small] = [await open(many), await open(few)];
  const rows: Row[] = [];
  for (const question of QUESTIONS) {
    await interleave({ large: large.timing(question), small: small.timing(question) }, WARM_UP);
    const samples = await interleave({ large: large.timing(question), small: small.timing(question) }, turns);
    rows.push(...rowsOf(question, samples('large'), samples('small'), [many.members, few.members]));
  }
  return rows;
}

function rowsOf(
  { id, title, has_goal }: Question,
  large: readonly number[],
  small: readonly number[],
  [many, few]: readonly [number, number],
): Row[] {
  const beside = `the same with ${few.toLocaleString('en')} members`;
  const at = (name: string, share: number, isJudged: boolean): Row =>
    figure({
      id: `${id}_${name}`,
      title: `${title}, ${many.toLocaleString('en')} members, ${name}`,
      beside,
      statistic: `${name} of ${large.length}, taking turns`,
      unit: 'ms',
      measured: quantile(large, share),
      control: quantile(small, share),
      compared: 'ratio',
      goal: isJudged ? { measured_at_most: MOST_MS, ratio_at_most: MOST_RATIO } : null,
    });
  return [at('p50', 0.5, has_goal), at('p99', 0.99, false)];
}

interface Askable {
  store: Store;
  registry: Registry;
  timing: (question: Question) => () => Promise<number>;
}

/** Opens a registry by a connection that has read nothing yet, and draws who will ask. */
async function openToBeAsked(
  { file, members, until }: RegistryFile,
  random: Random,
  turns: number,
): Promise<Askable> {
  const askers = await drawAskers(file, members, random, turns);
  const store = openSqliteStore(file, { readOnly: true });
  const examine = () => Promise.reject(new Error('nothing is submitted here'));
  const registry = createRegistry({ store, examine, clock: () => until, place: file });
  const timing = (question: Question) => {
    let turn = 0;
    return async () => {
      const who = askers[turn++ % askers.length];
      if (!who) throw new Error('nobody asks');
      const start = performance.now();
      await question.ask({ store, registry, until }, who);
      return performance.now() - start;
    };
  };
  return { store, registry, timing };
}

async function drawAskers(file: string, members: number, random: Random, count: number): Promise<Who[]> {
  const store = openSqliteStore(file, { readOnly: true });
  try {
    const askers: Who[] = [];
    while (askers.length < count) {
      const number = 1 + random.integer(members);
      const member = await store.member(memberId(number));
      const runs = member ? await store.submissionsOf(member.id) : [];
      const capstone = runs.find(({ kind }) => kind === 'capstone');
      // Some questions can only be asked by somebody who submitted; the others are asked by the same.
      if (member?.institution && capstone) {
        askers.push({ member, token: memberToken(number), capstone: capstone.id });
      }
    }
    return askers;
  } finally {
    await store.close();
  }
}
