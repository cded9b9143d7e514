import { describe, expect, it } from 'vitest';
import { firstWords, pageTitle, readServerError } from '../../../src/tasks/http/server-message.ts';

describe("a server's error", () => {
  it.each([
    ["Ollama's", '{"error":"model \'x\' not found"}', "model 'x' not found"],
    [
      "OpenAI's",
      '{"error":{"message":"No such model","type":"invalid_request_error","code":null}}',
      'No such model',
    ],
    ["FastAPI's", '{"detail":"Not Found"}', 'Not Found'],
    ["FastAPI's of a field", '{"detail":[{"loc":["body","seed"],"msg":"Extra inputs"}]}', 'Extra inputs'],
    ["vLLM's", '{"object":"error","message":"too long","code":400}', 'too long'],
    ['with a type alone', '{"error":{"type":"overloaded"}}', 'overloaded'],
    ['of no known shape', '{"problem":1}', '{"problem":1}'],
    ['that is null', 'null', 'null'],
    ['as text', '404 page\r\n not   found', '404 page not found'],
    ['as a web page', '<!DOCTYPE html><title>Bad\nGateway</title>', "a web page, 'Bad Gateway'"],
    ['that is empty', '', ''],
  ])('is understood: %s', (_, body, message) => {
    expect(readServerError(body).message).toBe(message);
  });

  it('names code and parameter where they are given', () => {
    const body = '{"error":{"message":"m","type":"t","param":"seed","code":"unknown_parameter"}}';
    expect(readServerError(body)).toMatchObject({ code: 'unknown_parameter t', parameter: 'seed' });
    expect(readServerError('{"detail":[{"loc":["body","seed"],"msg":"m"}]}').parameter).toBe('seed');
  });

  it('is one line of printable text, however long it was', () => {
    const { message } = readServerError(`{"error":"\\u001b[31m${'long '.repeat(100_000)}"}`);
    expect(message.length).toBeLessThanOrEqual(301);
    expect(message).toMatch(/^\[31mlong long.*…$/);
  });
});

describe('first words', () => {
  it('are quoted, printable and few', () => {
    expect(firstWords('  a\tb\u0000c ')).toBe("'a b c'");
    expect(firstWords('x'.repeat(1000)).length).toBeLessThan(100);
    expect(firstWords(' \n')).toBe('nothing');
  });

  it('of a web page without title are those of its text', () => {
    expect(pageTitle('<html><script>alert(1)</script><body><h1>Sign in</h1></body>')).toContain('Sign in');
    expect(pageTitle('<html><script>alert(1)</script><h1>Sign in</h1>')).not.toContain('alert');
  });
});
