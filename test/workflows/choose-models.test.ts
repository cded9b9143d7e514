import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { TitoError } from '../../src/errors.ts';
import { configSchema } from '../../src/schema/config.ts';
import { profile as profileSchema } from '../../src/schema/profile.ts';
import ollama from '../../src/tasks/providers/ollama.ts';
import openai from '../../src/tasks/providers/openai.ts';
import { chooseModels, inspectModel, keyFor, wantedModels } from '../../src/workflows/choose-models.ts';
import { fakeContext } from '../support/context.ts';
import { closeAll, listen } from '../support/llm-server/local-server.ts';
import { startLlmServer } from '../support/llm-server/start-llm-server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await closeAll();
});

async function serverWith(...models: string[]): Promise<string> {
  const server = await startLlmServer({ models });
  closing.push(server.close);
  return server.url;
}

async function deadUrl(): Promise<string> {
  const server = await startLlmServer();
  await server.close();
  return server.url;
}

const { context } = fakeContext([]);
const tasksWith = (given: object) => configSchema().parse({ tasks: given }).tasks;
const profileWith = (...models: [string, string][]) =>
  profileSchema.parse({
    title: 'P',
    minimum: { cores: 1, memory_gib: 1 },
    samples: 1,
    models: models.map(([model, url]) => {
      const { hostname: host, port } = new URL(url);
      return { name: model, model, host, port: Number(port) };
    }),
  });

const choose = (given: object, ...models: [string, string][]) =>
  chooseModels(context, configSchema().parse({ tasks: given }), profileWith(...models));

async function refusal(promise: Promise<unknown>): Promise<TitoError> {
  const cause = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(cause instanceof TitoError)) throw new Error(`it ended with ${String(cause)}`);
  return cause;
}

describe('the provider that is chosen without a name', () => {
  it("asks the profile's models that can be reached, and says which can't", async () => {
    const [first, second] = [await serverWith('one'), await serverWith('other')];
    const { id, models, reason } = await choose(
      {},
      ['one', first],
      ['two', second],
      ['three', await deadUrl()],
    );
    expect([id, models]).toEqual(['ollama', [{ id: 'one', model: 'one', endpoint: first }]]);
    expect(reason).toBe('reachable; not there: two, three');
  });

  it('is the embedded analyst where none can be, with the places that were looked at', async () => {
    const url = await deadUrl();
    const { id, models, reason, provider } = await choose({}, ['one', url], ['two', url]);
    expect([id, provider.is_language_model]).toEqual(['embedded', false]);
    expect(models).toEqual([{ id: 'embedded', model: 'embedded', endpoint: null }]);
    expect(reason).toBe(`no model of the profile can be reached (${url})`);
  });

  it('never replaces an endpoint that was named', async () => {
    const endpoint = await deadUrl();
    const failure = await refusal(choose({ endpoint }, ['one', await serverWith('one')]));
    expect(failure).toMatchObject({ code: 'provider_unreachable', exit: 5 });
  });
});

describe('a provider that was named', () => {
  it('answers with all that is wanted', async () => {
    const url = await serverWith('one', 'two:latest');
    const { id, models } = await choose({ provider: 'ollama' }, ['one', url], ['two', url]);
    expect([id, models.map(({ model }) => model)]).toEqual(['ollama', ['one', 'two']]);
  });

  it('is not replaced where it can not be reached: what to start is said', async () => {
    const url = await deadUrl();
    const failure = await refusal(choose({ provider: 'ollama' }, ['one', url]));
    expect(failure.message).toBe(`Nothing answers at ${url}: nothing listens there (ECONNREFUSED).`);
    expect(failure.hint).toContain("'ollama serve'");
  });

  it('without one of the models says which is near, and how to get it', async () => {
    const url = await serverWith('llama3.2:1b');
    const failure = await refusal(choose({ provider: 'ollama' }, ['llama3.2:1c', url]));
    expect(failure).toMatchObject({ code: 'model_missing', exit: 5 });
    expect(failure.hint).toBe("Did you mean 'llama3.2:1b'? Get it with 'ollama pull llama3.2:1c'.");
  });

  it('that takes a connection and never answers is given up at the limit', async () => {
    const { url } = await listen(createServer());
    const failure = await refusal(choose({ provider: 'ollama', connect_limit_s: 0.05 }, ['one', url]));
    expect(failure.message).toContain('no answer within 0.05 s');
  });

  it('may be the embedded one, and then nobody is asked', async () => {
    const { id, reason } = await choose({ provider: 'embedded' }, ['one', await deadUrl()]);
    expect([id, reason]).toEqual(['embedded', 'asked for by name']);
  });

  it('has to be one', async () => {
    const failure = await refusal(choose({ provider: 'olama' }));
    expect(failure).toMatchObject({ code: 'unknown_id', hint: expect.stringContaining("'ollama'") });
  });
});

describe('names of models', () => {
  it.each([
    ['llama', 'llama:latest', true],
    ['llama:latest', 'llama', true],
    ['llama:1b', 'llama', false],
    ['hf.co:443/x/y', 'hf.co:443/x/y', true],
  ])('%s and %s are the same: %s', async (wanted, there, isSame) => {
    const endpoint = await serverWith(there);
    const looking = inspectModel(context, ollama, { id: wanted, model: wanted, endpoint }, tasksWith({}));
    expect(
      await looking.then(
        () => true,
        () => false,
      ),
    ).toBe(isSame);
  });
});

describe('the models that are wanted', () => {
  const profile = profileWith(['one', 'http://a:1'], ['two', 'http://b:2']);
  const wanted = (given: object, id = 'ollama') =>
    wantedModels(id, tasksWith(given), profile).map(({ model, endpoint }) => `${model} ${endpoint}`);

  it.each([
    ["are the profile's", {}, ['one http://a:1', 'two http://b:2']],
    [
      'are those of the settings, where the profile has them or its first',
      { models: ['two', 'new'] },
      ['two http://b:2', 'new http://a:1'],
    ],
    [
      'are all at the endpoint of the settings',
      { endpoint: 'http://c:3/' },
      ['one http://c:3', 'two http://c:3'],
    ],
  ])('%s', (_, given, expected) => expect(wanted(given)).toEqual(expected));

  it("are at OpenAI's own address for that provider", () => {
    expect(wanted({ models: ['gpt'] }, 'openai')).toEqual(['gpt https://api.openai.com']);
  });

  it('have to be named for a server of which the profile knows nothing', () => {
    expect(() => wanted({}, 'openai')).toThrow(expect.objectContaining({ code: 'usage', exit: 2 }));
  });
});

it('a key comes from the environment, for the provider that needs one', () => {
  const env = { OPENAI_API_KEY: 'sk-12345678' };
  expect([keyFor({ env }, openai), keyFor({ env }, ollama), keyFor({ env: {} }, openai)]).toEqual([
    'sk-12345678',
    null,
    null,
  ]);
});
