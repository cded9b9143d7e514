import { describe, expect, it } from 'vitest';
import type { TitoError } from '../../../src/errors.ts';
import { STATS } from '../_answers.ts';
import { answering, clientOf, type Said, serve } from './_server.ts';

/** What comes of an answer: the error's code, message, hint and details. */
async function refusedFor(said: Said): Promise<TitoError> {
  const { place, received } = await answering(said);
  try {
    await clientOf(place).stats(null);
  } catch (error) {
    expect(received).toHaveLength(1);
    return error as TitoError;
  }
  throw new Error('it was not refused');
}

const HTML = { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Log in</title>' };

/** An answer without the header of a registry. */
async function stranger(said: Said): Promise<TitoError> {
  const { status = 200, headers = {}, body } = said;
  const place = await serve((_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  });
  return clientOf(place)
    .stats(null)
    .then(
      () => Promise.reject(new Error('it was not refused')),
      (error: TitoError) => error,
    );
}

describe('what is no registry', () => {
  it('answers HTML', async () => {
    const { code, message, hint } = await stranger(HTML);
    expect(code).toBe('registry_unusable');
    expect(message).toContain('it answers 200 with HTML; is this a registry?');
    expect(hint).toContain('--registry');
  });

  it('answers HTML under another type, or JSON of its own', async () => {
    expect((await stranger({ body: '\n<html>' })).message).toContain('HTML');
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(STATS) };
    expect((await stranger(json)).message).toContain('does not say that it is a registry');
  });

  it('is named even where its header is copied', async () => {
    const { code, message } = await refusedFor(HTML);
    expect([code, message]).toEqual(['registry_unusable', expect.stringContaining('200 with text/html')]);
  });

  it.each([502, 503, 504])('may be what stands before one: %i', async (status) => {
    const error = await stranger({ ...HTML, status, headers: { 'retry-after': '7' } });
    expect(error).toMatchObject({
      code: 'registry_unreachable',
      message: expect.stringContaining(`answers ${status}`),
      hint: expect.stringContaining('in 7 s'),
    });
  });

  it('may ask for a pause for one', async () => {
    expect(await stranger({ ...HTML, status: 429 })).toMatchObject({
      code: 'rate_limited',
      details: { retry_after_s: '60' },
    });
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('are not followed: %i', async (status) => {
    const error = await refusedFor({ status, headers: { location: 'https://evil.example/\u009b2J' } });
    expect(error).toMatchObject({
      code: 'registry_unusable',
      message: expect.stringContaining(`it points at https://evil.example/`),
    });
    expect(error.message).not.toContain('\u009b');
  });

  it('to nowhere are told as well', async () => {
    expect((await refusedFor({ status: 302 })).message).toContain('it points at elsewhere');
  });
});

describe('versions', () => {
  it('that are newer are told apart', async () => {
    expect(await refusedFor({ headers: { 'tito-registry': '2' }, body: STATS })).toMatchObject({
      code: 'registry_newer',
      details: { found: '2', supported: '1' },
    });
  });

  it.each(['0', '-1', '1.5', 'one', ''])('that are none are refused: %j', async (version) => {
    expect(await refusedFor({ headers: { 'tito-registry': version }, body: STATS })).toMatchObject({
      code: 'registry_unusable',
      message: expect.stringContaining('as its version'),
    });
  });
});

describe('half of an answer', () => {
  it('is no answer', async () => {
    const body = JSON.stringify(STATS).slice(0, 40);
    expect((await refusedFor({ body })).message).toContain('cut off, or no JSON');
  });

  it('may be nothing at all', async () => {
    expect((await refusedFor({ body: '' })).message).toContain('cut off, or no JSON');
  });
});

describe('refusals', () => {
  const refusal = (code: string, details: unknown = {}, status = 422): Said => ({
    status,
    body: { error: { code, message: 'said there', hint: 'do that', details } },
  });

  it('are made into sentences here', async () => {
    const error = await refusedFor(
      refusal('quota_used', { limit: 5, kind: 'capstone', resets_at: '2026-09-02T00:00:00.000Z' }, 429),
    );
    expect(error.code).toBe('quota_used');
    expect(error.message).toBe("Today's 5 ranked submissions of a capstone are used up.");
  });

  it.each([
    ['not_a_member', {}],
    ['wrong_token', {}],
    ['unknown_country', { country: 'XX' }],
    ['bad_request', { field: 'progress', problem: 'too much' }],
    ['run_refused', { reasons: 'score_differs at score' }],
    ['duplicate_run', {}],
    ['key_reused', {}],
    ['too_large', { limit: '2 MiB' }],
    ['unknown_group', { group: 'institution', option: '--institution NAME' }],
  ])('are known by their code: %s', async (code, details) => {
    const error = await refusedFor(refusal(code, details, 400));
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.hint}`).not.toContain('undefined');
  });

  it('say how long to wait', async () => {
    const said = { ...refusal('rate_limited', {}, 429), headers: { 'retry-after': '12' } };
    expect((await refusedFor(said)).hint).toBe('Try again in 12 s.');
    const date = new Date(Date.now() + 90_000).toUTCString();
    const { details } = await refusedFor({
      ...refusal('rate_limited', {}, 429),
      headers: { 'retry-after': date },
    });
    expect(Number(details.retry_after_s)).toBeGreaterThan(60);
    expect(Number(details.retry_after_s)).toBeLessThanOrEqual(90);
  });

  it('name the registry that was asked, whatever it says itself', async () => {
    const { details } = await refusedFor(refusal('not_a_member', { registry: 'https://evil.example' }, 401));
    expect(details.registry).toMatch(/^http:\/\/127/);
  });

  it.each([{ reason: 'its storage fails' }, {}])(
    'of a busy registry are to be tried again: %o',
    async (details) => {
      const said = { ...refusal('busy', details, 503), headers: { 'retry-after': '2' } };
      const error = await refusedFor(said);
      expect(error.code).toBe('busy');
      expect(error.hint).toMatch(/^Try again in 2 s/);
      expect(error.message).not.toContain('undefined');
    },
  );

  it.each(['bug', 'interrupted', 'toString', 'new_code', ''])(
    'with a code that is not theirs say so: %j',
    async (code) => {
      expect(await refusedFor(refusal(code, {}, 500))).toMatchObject({
        code: 'registry_unusable',
        message: expect.stringContaining('it answers 500: said there'),
        hint: 'do that',
      });
    },
  );

  it('without what the sentence needs say what came', async () => {
    expect(await refusedFor(refusal('quota_used', { limit: 5 }, 429))).toMatchObject({
      code: 'rate_limited',
    });
    expect(await refusedFor(refusal('run_refused', {}, 422))).toMatchObject({ code: 'registry_unusable' });
  });

  it.each([{ error: 'no' }, [], 'text', { error: { code: 7 } }])(
    'that are no error body are told: %j',
    async (body) => {
      expect((await refusedFor({ status: 418, body: JSON.stringify(body) })).message).toContain(
        'it answers 418.',
      );
    },
  );

  it('steer no terminal and fill no screen', async () => {
    const evil = `\u001b]0;owned\u0007\u202E\n\n${'x'.repeat(100_000)}`;
    const body = { error: { code: 'what', message: evil, hint: evil, details: {} } };
    const error = await refusedFor({ status: 500, body });
    expect(`${error.message}${error.hint}`).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(error.message.length).toBeLessThan(500);
    const detailed = await refusedFor(refusal('run_refused', { reasons: evil }));
    expect(detailed.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(detailed.message.length).toBeLessThan(2500);
  });
});
