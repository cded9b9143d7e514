import { describe, expect, it } from 'vitest';
import { failureOfError, failureOfStatus } from '../../../src/tasks/http/failures.ts';

const PAGE = '<html><title>Nothing here</title></html>';

describe('a status', () => {
  it.each([
    [301, '', 'config', false],
    [400, '{"error":"model is required"}', 'config', false],
    [400, '{"error":{"message":"too long","code":"context_length_exceeded"}}', 'config', false],
    [401, '{"error":"unauthorized"}', 'config', false],
    [403, '', 'config', false],
    [404, '{"error":"model \'x\' not found"}', 'model', false],
    [404, '{"error":{"message":"gone","code":"model_not_found"}}', 'model', false],
    [404, '404 page not found', 'config', false],
    [404, '{"detail":"Not Found"}', 'config', false],
    [404, PAGE, 'parse', false],
    [408, '', 'timeout', true],
    [422, '{"detail":[]}', 'config', false],
    [429, '{"error":{"message":"slow down","type":"requests"}}', 'connection', true],
    [429, '{"error":{"message":"pay","code":"insufficient_quota"}}', 'config', false],
    [500, '{"error":"llama runner process has terminated"}', 'model', true],
    [500, '{"error":"the input length exceeds the context length"}', 'config', false],
    [500, '{"error":"context deadline exceeded"}', 'model', true],
    [502, PAGE, 'connection', true],
    [503, '{"error":"server busy, please try again."}', 'connection', true],
    [504, PAGE, 'timeout', true],
    [529, '', 'model', true],
  ])('%i with %s is %s', (status, body, kind, is_retryable) => {
    expect(failureOfStatus({ status, headers: {} }, body, 0)).toMatchObject({
      kind,
      is_retryable,
      http_status: status,
    });
  });

  it('comes with what the server said', () => {
    const { message } = failureOfStatus({ status: 503, headers: {} }, '{"error":"server busy"}', 0);
    expect(message).toBe('503: server busy');
  });

  it('that redirects says where to', () => {
    const headers = { location: 'https://elsewhere.example/' };
    expect(failureOfStatus({ status: 308, headers }, '', 0).message).toContain('https://elsewhere.example/');
  });

  it('asks for patience only where another attempt may do better', () => {
    const headers = { 'retry-after': '3' };
    expect(failureOfStatus({ status: 503, headers }, '', 0).retry_after_ms).toBe(3000);
    expect(failureOfStatus({ status: 400, headers }, '', 0).retry_after_ms).toBeUndefined();
  });
});

describe('an error of the system', () => {
  const error = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

  it.each([
    ['ECONNREFUSED', 'connection', true],
    ['ENOTFOUND', 'connection', true],
    ['ECONNRESET', 'connection', true],
    ['EHOSTDOWN', 'connection', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'config', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'config', false],
    ['EPROTO', 'config', false],
    ['HPE_INVALID_CONSTANT', 'parse', false],
    ['HPE_HEADER_OVERFLOW', 'parse', false],
    ['ERR_INVALID_ARG_TYPE', 'internal', false],
  ])('%s is %s', (code, kind, is_retryable) => {
    const failure = failureOfError(error(code), 'http://localhost:1');
    expect(failure).toMatchObject({ kind, is_retryable });
  });

  it('names the place, and what it means', () => {
    const { message } = failureOfError(error('ECONNREFUSED'), 'http://localhost:1');
    expect(message).toBe('http://localhost:1: nothing listens there (ECONNREFUSED)');
  });

  it('of a host with several addresses is that of the first', () => {
    const all = new AggregateError([error('ECONNREFUSED'), error('ECONNREFUSED')]);
    expect(failureOfError(all, 'x').kind).toBe('connection');
  });

  it('that is a mistake of tito is internal', () => {
    expect(failureOfError(new TypeError('x is not a function'), 'x')).toMatchObject({ kind: 'internal' });
  });
});
