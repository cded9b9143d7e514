import { describe, expect, it } from 'vitest';
import matmul from '../../benchmarks/baseline/matmul.ts';
import type { Isolate } from '../../src/contracts.ts';
import type { Block, PlannedWorkload } from '../../src/schema/run.ts';
import { SubjectFailure } from '../../src/timing/isolates/subject-failure.ts';
import { type BlockInput, measureBlock } from '../../src/timing/measure-block.ts';
import { FACTS, type FakeClock, fakeIsolate } from './_fake-isolate.ts';

const WORKLOAD: PlannedWorkload = {
  id: 'matmul',
  title: 'Matrix Multiply',
  weight: 1,
  setup: [],
  steps: [{ name: 'product', operation: 'matmul', inputs: ['a', 'b'] }],
  grid: 1,
  score: matmul.score,
  expected_ms: null,
};

const right = () => ({ product: [1, 2, 3] });

function blockOf(subject: Partial<Isolate>, more: Partial<BlockInput> = {}): Promise<Block> {
  const clock: FakeClock = { now: 0 };
  const answers = right;
  const isolates = {
    subject: fakeIsolate({ clock, callMs: 2, answers, override: subject }),
    yardstick: fakeIsolate({ clock, callMs: 1, answers }),
  };
  return measureBlock({
    workload: WORKLOAD,
    inputs: {},
    answers: right(),
    replicate: 0,
    seed: 1,
    timing: {
      isolates: 1,
      slice_ms: 4,
      warm_up_ms: { subject: 10, yardstick: 10 },
      budget_s: 1,
      call_limit_s: 1,
    },
    processors: [0, 1],
    contenders: [
      { id: 'subject', start: async () => isolates.subject },
      { id: 'yardstick', start: async () => isolates.yardstick },
    ],
    now: () => clock.now,
    share_ms: 500,
    signal: new AbortController().signal,
    onLoaded: () => {},
    ...more,
  });
}

const statusOf = ({ contenders }: Block) => contenders.map(({ status }) => status);

describe('measureBlock', () => {
  it('takes turns until its share of time is used up', async () => {
    const block = await blockOf({});
    const [subject, yardstick] = block.contenders;
    expect(statusOf(block)).toEqual(['ok', 'ok']);
    expect(block.coins.length).toBeGreaterThan(20);
    expect(subject?.slices_ms).toHaveLength(block.coins.length);
    const perCall = (c = subject) => (c?.slices_ms[0] ?? 0) / (c?.calls_per_slice ?? 1);
    expect(perCall() / perCall(yardstick)).toBe(2);
  });

  it('times nothing when a result is wrong, and names the operation with expected and got', async () => {
    const block = await blockOf({ rehearse: async () => ({ values: { product: [1, 9, 3] } }) });
    expect(block.contenders[0]).toMatchObject({
      status: 'invalid',
      mismatch: { operation: 'matmul', expected: '2', got: expect.stringMatching(/^9 /) },
    });
    expect(block.coins).toEqual([]);
  });

  it('makes results that differ in the timed loop invalid, although the rehearsal was right', async () => {
    const block = await blockOf({ result: async () => [1, 2, 4] });
    expect(statusOf(block)).toEqual(['invalid', 'ok']);
    expect(block.contenders[0]?.result_hash).not.toBe(block.contenders[1]?.result_hash);
  });

  it('skips what lacks an operation, with the reason', async () => {
    const facts = { ...FACTS, missing: { matmul: 'build module 01' } };
    const block = await blockOf({ facts });
    expect(block.contenders[0]).toMatchObject({ status: 'skipped', reason: 'build module 01' });
  });

  it('fails what is there but can not be loaded', async () => {
    const facts = { ...FACTS, broken: { matmul: 'tensor.py, line 3, fails: SyntaxError.' } };
    const block = await blockOf({ facts });
    expect(block.contenders[0]).toMatchObject({
      status: 'failed',
      reason: 'tensor.py, line 3, fails: SyntaxError',
    });
  });

  it('confines all contenders of a block to one processor, drawn from those allowed', async () => {
    const drawn = new Set<number | null>();
    for (let seed = 0; seed < 16; seed++) {
      const pinned: number[] = [];
      const pin = async (processor: number) => pinned.push(processor) > 0;
      const block = await blockOf({ pin }, { seed, processors: [3, 8], share_ms: 0 });
      expect(pinned).toEqual([block.processor]);
      drawn.add(block.processor);
    }
    expect(drawn).toEqual(new Set([3, 8]));
  });

  it('says that contenders were on processors of their own where they can not be confined', async () => {
    const block = await blockOf({ pin: async () => false }, { share_ms: 0 });
    expect(block.processor).toBeNull();
  });

  it('takes NotImplementedError as not built yet, and any other error as a failure', async () => {
    const raising = (message: string): Partial<Isolate> => ({
      rehearse: async () => ({ values: {}, failure: { operation: 'matmul', step: 'product', message } }),
    });
    const unbuilt = await blockOf(raising('NotImplementedError: todo'));
    const broken = await blockOf(raising('ValueError: no'));
    expect(unbuilt.contenders[0]).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('matmul'),
    });
    expect(broken.contenders[0]).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('matmul'),
    });
  });

  it('keeps the turns that were finished before the subject died', async () => {
    let slices = 0;
    const run = async (calls: number) => {
      slices += 1;
      if (slices > 15) throw new SubjectFailure('exited', 'ended by itself with code 3');
      return { ms: 2 * calls, preempted: false };
    };
    const block = await blockOf({ run });
    expect(block.contenders[0]).toMatchObject({ status: 'failed', reason: 'ended by itself with code 3' });
    expect(block.contenders[1]?.status).toBe('ok');
    expect(block.coins.length).toBeGreaterThan(0);
    expect(block.contenders[0]?.slices_ms).toHaveLength(block.coins.length);
  });

  it('blames a subject that does not start, and closes the other isolate', async () => {
    const events: string[] = [];
    const yardstick = fakeIsolate({ log: (event) => events.push(event) });
    const start = () => Promise.reject(new SubjectFailure('raised', 'SyntaxError'));
    const contenders = [
      { id: 'subject', start },
      { id: 'yardstick', start: async () => yardstick },
    ];
    const block = await blockOf({}, { contenders });
    expect(block.contenders[0]).toMatchObject({ status: 'failed', reason: 'SyntaxError' });
    expect(events).toContain('close');
  });

  it('lets errors of tito itself through', async () => {
    const rehearse = () => Promise.reject(new TypeError('a bug'));
    await expect(blockOf({ rehearse })).rejects.toThrow('a bug');
  });

  it('measures three turns at least, so that two isolates have the pairs for an interval', async () => {
    const block = await blockOf({}, { share_ms: 0 });
    expect(block.coins).toHaveLength(3);
  });

  it('takes slices of one call as latency samples and does not sample again', async () => {
    const slow = { run: async (calls: number) => ({ ms: 50 * calls, preempted: false }) };
    const block = await blockOf(slow);
    expect(block.contenders[0]?.calls_per_slice).toBe(1);
    expect(block.contenders[0]?.calls_ms).toEqual(block.contenders[0]?.slices_ms);
  });

  it('ends early and keeps what it has when it is interrupted', async () => {
    const controller = new AbortController();
    let slices = 0;
    const run = async (calls: number) => {
      slices += 1;
      if (slices === 20) controller.abort();
      return { ms: calls, preempted: false };
    };
    const block = await blockOf({ run }, { signal: controller.signal, share_ms: 1e9 });
    expect(statusOf(block)).toEqual(['ok', 'ok']);
    expect(block.coins.length).toBeGreaterThan(0);
    expect(block.contenders[0]?.calls_ms).toEqual([]);
  });
});
