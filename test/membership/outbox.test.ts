import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Registry } from '../../src/community-contracts.ts';
import { type ErrorCode, TitoError } from '../../src/errors.ts';
import {
  clearOutbox,
  drainOutbox,
  isPassing,
  keepForLater,
  readOutbox,
  submissionKey,
} from '../../src/membership/outbox.ts';
import { hasWaiting } from '../../src/membership/outbox-folder.ts';
import { registryPlace } from '../../src/membership/registry-place.ts';
import { asOrdinaryUser } from '../support/ordinary-user.ts';
import { SUBMITTED } from './_answers.ts';
import { memberOf } from './_member.ts';
import { freshKeeper } from './_place.ts';

const TOKEN = 'a'.repeat(64);
const { anonymous_id } = memberOf();
type Answers = (document: Record<string, unknown>, key: string) => Promise<typeof SUBMITTED>;

function outbox() {
  const { keeper, place } = freshKeeper();
  const { data } = keeper;
  const keep = (n: number, at = n, kind: 'baseline' | 'capstone' = 'baseline', whose = anonymous_id) =>
    keepForLater(data, place, { anonymous_id: whose, kind, file: `run_${n}.json`, document: { n } }, at);
  /** Numbers of the documents in the order in which they were sent, each with its key. */
  const sent: { n: unknown; key: string }[] = [];
  const drain = (answer: Answers = async () => SUBMITTED) => {
    const submit: Registry['submit'] = (document, key) => {
      sent.push({ n: document.n, key });
      return answer(document, key);
    };
    return drainOutbox({ submit }, { data, place, token: TOKEN, anonymous_id });
  };
  return { data, place, keep, sent, drain };
}
const refusing =
  (code: ErrorCode, ...numbers: unknown[]): Answers =>
  async ({ n }) => {
    if (numbers.length === 0 || numbers.includes(n)) throw new TitoError(code, { reason: 'test' });
    return SUBMITTED;
  };

describe('what waits', () => {
  it('is kept for its owner only, with all that is needed to send it', () => {
    const { data, place, keep } = outbox();
    expect(hasWaiting(data, place)).toBe(false);
    const file = keep(1);
    expect(hasWaiting(data, place)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(readOutbox(data, place)).toMatchObject({
      waiting: [{ file, entry: { key: submissionKey({ n: 1 }), document: { n: 1 }, file: 'run_1.json' } }],
      damaged: [],
    });
  });

  it('is kept once, however often it is tried', () => {
    const { keep } = outbox();
    expect(keep(1, 5)).toBe(keep(1, 9));
    expect(readdirSync(dirname(keep(1)))).toHaveLength(1);
  });

  it('is kept for each registry by itself', () => {
    const { data, keep } = outbox();
    keep(1);
    const other = registryPlace('https://other.example', { cwd: '/', data });
    expect(hasWaiting(data, other)).toBe(false);
  });
});

it.each([
  ['registry_unreachable', true],
  ['rate_limited', true],
  ['busy', true],
  ['class_frozen', true],
  ['run_refused', false],
  ['not_a_member', false],
] as const)('is for what passes: %s %s', (code, passes) => {
  expect(isPassing(new TitoError(code))).toBe(passes);
});

describe('sending', () => {
  it('goes from the oldest on, with the keys that they were kept under', async () => {
    const { data, place, keep, sent, drain } = outbox();
    for (const [n, at] of [
      [1, 30],
      [2, 10],
      [3, 20],
    ] as const)
      keep(n, at);
    const drained = await drain();
    expect(sent).toEqual([2, 3, 1].map((n) => ({ n, key: submissionKey({ n }) })));
    expect(drained.sent.map(({ answer }) => answer)).toEqual([SUBMITTED, SUBMITTED, SUBMITTED]);
    expect(hasWaiting(data, place)).toBe(false);
  });

  it.each(['run_refused', 'duplicate_run', 'key_reused', 'too_large', 'bad_request'] as const)(
    'removes and reports what is refused for good: %s',
    async (code) => {
      const { data, place, keep, drain } = outbox();
      keep(1);
      keep(2);
      const drained = await drain(refusing(code, 1));
      expect(drained).toMatchObject({
        refused: [{ error: { code } }],
        sent: [{ entry: { document: { n: 2 } } }],
      });
      expect(hasWaiting(data, place)).toBe(false);
    },
  );

  it.each(['registry_unreachable', 'rate_limited', 'busy', 'registry_newer', 'not_a_member'] as const)(
    'keeps everything and asks no further where the registry is not to be had: %s',
    async (code) => {
      const { data, place, keep, sent, drain } = outbox();
      keep(1);
      keep(2, 2, 'capstone');
      const drained = await drain(refusing(code));
      expect(sent).toHaveLength(1);
      expect(drained.kept).toHaveLength(2);
      expect(readOutbox(data, place).waiting).toHaveLength(2);
    },
  );

  it('keeps for tomorrow what is over the quota of its kind, and sends the others', async () => {
    const { data, place, keep, sent, drain } = outbox();
    keep(1, 1);
    keep(2, 2);
    keep(3, 3, 'capstone');
    const drained = await drain(refusing('quota_used', 1, 2));
    expect(sent.map(({ n }) => n)).toEqual([1, 3]);
    expect(drained.kept.map(({ entry }) => entry.document.n)).toEqual([1, 2]);
    expect(readOutbox(data, place).waiting).toHaveLength(2);
  });

  it('keeps what was under way when a bug came', async () => {
    const { data, place, keep, drain } = outbox();
    keep(1);
    await expect(drain(() => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(hasWaiting(data, place)).toBe(true);
  });

  it('sends with the same key where two send at once', async () => {
    const { keep, sent, drain } = outbox();
    keep(1);
    const slow: Answers = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return SUBMITTED;
    };
    const both = await Promise.all([drain(slow), drain(slow)]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(both.map(({ damaged }) => damaged)).toEqual([[], []]);
  });

  it('sends nothing of somebody who was a member before', async () => {
    const { keep, sent, drain } = outbox();
    keep(1, 1, 'baseline', 'f'.repeat(32));
    await drain();
    expect(sent).toEqual([]);
  });
});

describe('a damaged entry', () => {
  it.each([
    ['cut off', (text: string) => text.slice(0, 60)],
    ['with another document', (text: string) => text.replace('{"n":1}', '{"n":100}')],
    ['with a key that is a path', (text: string) => text.replace(/"key":"\w+"/, '"key":"../../x"')],
    ['for another registry', (text: string) => text.replace('https://tito', 'https://evil')],
    ['of a newer schema', (text: string) => text.replace('"schema_version":1', '"schema_version":2')],
  ])('%s is named and left, and the others are sent', async (_name, change) => {
    const { keep, sent, drain } = outbox();
    const file = keep(1);
    keep(2);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    const drained = await drain();
    expect(drained.damaged).toMatchObject([{ file }]);
    expect(sent.map(({ n }) => n)).toEqual([2]);
    expect(existsSync(file)).toBe(true);
  });

  it('may be one that can not be read', async () => {
    const { data, keep, drain } = outbox();
    const file = keep(1);
    chmodSync(file, 0);
    const { damaged } = await asOrdinaryUser([data], () => drain());
    expect(damaged).toMatchObject([{ file, reason: expect.stringContaining('EACCES') }]);
  });
});

it('is emptied when a member leaves', () => {
  const { data, place, keep } = outbox();
  keep(1);
  keep(2);
  expect(clearOutbox(data, place)).toBe(2);
  expect(hasWaiting(data, place)).toBe(false);
  expect(clearOutbox(data, place)).toBe(0);
});
