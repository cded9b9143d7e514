/** Runs inside a worker thread: loads one function benchmark, checks it and times it. */
import type { FunctionBenchmark } from '../../benchmark-contracts.ts';
import type { Finding } from '../../turn-contracts.ts';
import { compileFunction, type Looped } from './compile-function.ts';
import type { FunctionFacts, Prepared } from './function-facts.ts';
import { outcomeOf } from './outcome.ts';
import { sampleAwaited, sampleCalls } from './sample.ts';
import { type Served, type Surroundings, serveTurns } from './serve-turns.ts';

const [SETUP, RUN, CHECK, TEARDOWN] = [0, 1, 2, 3] as const;

class FunctionServer implements Served {
  readonly #surroundings: Surroundings;
  #benchmark: FunctionBenchmark = { title: '', run: () => undefined };
  #seed = 0;
  readonly #states: unknown[] = [];
  #looped: Looped | undefined;
  #isAwaited = false;
  /** Hash of the first call's result, and whether the second call gave the same. */
  #first: string | null = null;
  #isSteady = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  load(value: unknown): FunctionFacts {
    const exported: Partial<FunctionBenchmark> = typeof value === 'object' && value !== null ? value : {};
    const runs = typeof exported.run === 'function';
    if (runs) this.#benchmark = exported as FunctionBenchmark;
    const { title, unit, units_per_call: units, score } = exported;
    return {
      runs,
      isSubject: ['tensor', 'matmul', 'capstone', 'deserialize'].some((name) => name in exported),
      title: typeof title === 'string' ? title : '',
      unit: typeof unit === 'string' && unit !== '' ? unit : 'call',
      units_per_call: typeof units === 'number' && units > 0 && Number.isFinite(units) ? units : 1,
      score: score ? { p90: score.p90, p50: score.p50 } : null,
    };
  }

  loop() {
    if (!this.#looped) throw new Error('nothing was prepared');
    return this.#looped.loop;
  }

  answer(request: Parameters<Served['answer']>[0]): unknown {
    switch (request.kind) {
      case 'prepare':
        return this.#prepare(request.seed);
      case 'conclude':
        return this.#conclude();
      case 'teardown':
        return this.#teardown();
      case 'sample': {
        const loop = this.loop();
        if (this.#isAwaited) return sampleAwaited(loop, request.budget_ms);
        return sampleCalls(loop as (calls: number) => number, request.budget_ms);
      }
      default:
        throw new Error(`a function has no answer to ${request.kind}`);
    }
  }

  /** The first call on fresh state is what implementations are held against each other by. */
  async #prepare(seed: number): Promise<Prepared> {
    this.#seed = seed;
    const { state, result } = await this.#fresh();
    const finding = await this.#checked(result, state);
    if (finding) return { finding, outcome: null };
    const outcome = outcomeOf(result);
    this.#first = outcome.hash;
    this.#surroundings.onStep(RUN);
    this.#isSteady = outcomeOf(await this.#benchmark.run(state)).hash === outcome.hash;
    this.#looped = compileFunction(this.#benchmark, state, this.#isAwaited, this.#surroundings.now);
    return { finding: null, outcome };
  }

  async #fresh(): Promise<{ state: unknown; result: unknown }> {
    this.#surroundings.onStep(SETUP);
    const state = await this.#benchmark.setup?.({ seed: this.#seed });
    this.#states.push(state);
    this.#surroundings.onStep(RUN);
    const returned = this.#benchmark.run(state);
    this.#isAwaited = isThenable(returned);
    return { state, result: await returned };
  }

  async #checked(result: unknown, state: unknown): Promise<Finding | null> {
    this.#surroundings.onStep(CHECK);
    const said = (await this.#benchmark.check?.(result, state)) ?? true;
    if (said === true) return null;
    const reason = typeof said === 'string' ? said : 'its check says that the result is wrong';
    return { status: 'invalid', reason };
  }

  /**
   * What the timed loop computed last has to be right as well, and the same as before where calls repeat themselves;
   * a function that changes its state has to give the first result again on fresh state.
   */
  async #conclude(): Promise<{ hash: string | null; finding: Finding | null }> {
    const last = this.#looped?.last();
    const finding = await this.#checked(last, this.#states[0]);
    if (finding) return { hash: outcomeOf(last).hash, finding };
    const hash = outcomeOf(this.#isSteady ? last : (await this.#fresh()).result).hash;
    if (hash === this.#first) return { hash, finding: null };
    const reason = this.#isSteady
      ? 'the timed loop computed something else than the first call'
      : 'the same seed gave another result than before: everything random has to come from the seed';
    return { hash, finding: { status: 'invalid', reason } };
  }

  async #teardown(): Promise<void> {
    this.#surroundings.onStep(TEARDOWN);
    for (const state of this.#states.splice(0)) await this.#benchmark.teardown?.(state);
  }
}

const isThenable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

serveTurns((surroundings) => new FunctionServer(surroundings));
