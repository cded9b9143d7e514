import { describe, expect, it } from 'vitest';
import { ProviderFailure } from '../../../src/task-contracts.ts';
import { readEndpointUrl } from '../../../src/tasks/http/endpoint-url.ts';

describe("an endpoint's URL", () => {
  it.each([
    ['http://localhost:11434', { host: 'localhost', port: 11434, prefix: '', is_secure: false }],
    ['localhost:11434', { host: 'localhost', port: 11434, prefix: '', is_secure: false }],
    ['10.0.0.7:8080', { host: '10.0.0.7', port: 8080, prefix: '', is_secure: false }],
    ['http://[::1]:11434/', { host: '::1', port: 11434, prefix: '', is_secure: false }],
    ['https://api.openai.com/v1', { host: 'api.openai.com', port: 443, prefix: '', is_secure: true }],
    ['https://api.openai.com/v1/', { host: 'api.openai.com', port: 443, prefix: '', is_secure: true }],
    ['https://x.example/openai/v1', { host: 'x.example', port: 443, prefix: '/openai', is_secure: true }],
    ['HTTP://X.example/proxy//', { host: 'x.example', port: 80, prefix: '/proxy', is_secure: false }],
  ])('%s is understood', (text, expected) => {
    expect(readEndpointUrl(text, '/v1')).toMatchObject(expected);
  });

  it.each(['', '   ', 'ftp://host', 'file:///etc/passwd', 'http://', 'http://a b', 'localhost:99999'])(
    "'%s' is refused as a matter of configuration",
    (text) => {
      expect(() => readEndpointUrl(text, '/v1')).toThrow(ProviderFailure);
      expect(() => readEndpointUrl(text, '/v1')).toThrow('is no address of a model server');
    },
  );

  it.each(['http://user:hidden@host', 'http://host/?key=hidden', 'http://host/#hidden'])(
    'is refused with a secret in it, which is not repeated: %s',
    (text) => {
      expect(() => readEndpointUrl(text, '/v1')).toThrow('holds more than an address');
      expect(() => readEndpointUrl(text, '/v1')).not.toThrow('hidden');
    },
  );
});
