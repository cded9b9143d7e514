import { discover, type Found } from '../discovery/discover.ts';
import { load, nearest, pick } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import type { Config } from '../schema/config.ts';
import type { Profile } from '../schema/profile.ts';
import type { PlannedModel } from '../schema/tasks-run.ts';
import { type EndpointFacts, type Provider, ProviderFailure } from '../task-contracts.ts';
import type { Surroundings } from './surroundings.ts';

/** The provider that `auto` looks for, and the one that answers where nothing is found. */
const LOCAL = 'ollama';
const FALLBACK = 'embedded';
const OPENAI_URL = 'https://api.openai.com';

/** Who answers, where, and why it is they. */
export interface ChosenModels {
  id: string;
  provider: Provider;
  models: PlannedModel[];
  reason: string;
}

/** An endpoint that was asked what it has, and what it said or why it did not. */
interface Inspected {
  model: PlannedModel;
  facts: EndpointFacts | null;
  failure: ProviderFailure | null;
}

/**
 * Settles provider and models before anything is spent.
 *
 * @throws TitoError `unknown_id`; `provider_unreachable` and `model_missing` where a provider was asked for by name:
 *   it is never replaced by another one
 */
export async function chooseModels(
  context: Surroundings,
  { tasks }: Config,
  profile: Profile,
): Promise<ChosenModels> {
  const found = discover('provider', 'src/tasks/providers', { root: context.root });
  const id = tasks.provider === 'auto' && tasks.endpoint !== null ? LOCAL : tasks.provider;
  if (id === FALLBACK) return embedded(found, 'asked for by name');
  const provider = await loadProvider(id === 'auto' ? LOCAL : id, found);
  const wanted = wantedModels(id, tasks, profile);
  const inspected = await Promise.all(wanted.map((model) => inspect(context, provider, model, tasks)));
  if (id !== 'auto') {
    for (const each of inspected) refuseMissing(each, provider);
    return { id, provider, models: wanted, reason: 'asked for by name' };
  }
  const present = inspected.filter((each) => isPresent(each)).map(({ model }) => model);
  if (present.length === 0) {
    const places = [...new Set(wanted.map(({ endpoint }) => endpoint))].join(', ');
    return embedded(found, `no model of the profile can be reached (${places})`);
  }
  const absent = wanted.filter((model) => !present.includes(model)).map(({ model }) => model);
  const reason = absent.length > 0 ? `reachable; not there: ${absent.join(', ')}` : 'reachable';
  return { id: LOCAL, provider, models: present, reason };
}

export const loadProvider = (id: string, found: readonly Found[]): Promise<Provider> =>
  load<Provider>('provider', pick('provider', id, found), ['title', 'open']);

async function embedded(found: readonly Found[], reason: string): Promise<ChosenModels> {
  const provider = await loadProvider(FALLBACK, found);
  return { id: FALLBACK, provider, models: [{ id: FALLBACK, model: FALLBACK, endpoint: null }], reason };
}

/** The profile's models, or those of the settings, each with its endpoint. */
export function wantedModels(id: string, tasks: Config['tasks'], profile: Profile): PlannedModel[] {
  if (id === 'openai' && tasks.models.length === 0) {
    throw new TitoError('usage', {
      message: "The provider 'openai' needs the name of a model: --model NAME.",
    });
  }
  const own = tasks.endpoint?.replace(/\/+$/, '') ?? (id === 'openai' ? OPENAI_URL : null);
  const byProfile = profile.models.map(({ model, host, port }) => ({
    model,
    endpoint: `http://${host}:${port}`,
  }));
  const first = byProfile[0]?.endpoint ?? 'http://localhost:11434';
  const named = tasks.models.map((model) => ({
    model,
    endpoint: byProfile.find((each) => each.model === model)?.endpoint ?? first,
  }));
  const chosen = named.length > 0 ? named : byProfile;
  return chosen.map(({ model, endpoint }) => ({ id: model, model, endpoint: own ?? endpoint }));
}

/** The key for a provider from the environment; it is never printed nor saved. */
export const keyFor = ({ env }: Pick<Surroundings, 'env'>, { key_variable }: Provider): string | null =>
  (key_variable && env[key_variable]) || null;

/**
 * Looks whether a model is there.
 * @throws TitoError `provider_unreachable`, `model_missing`
 */
export async function inspectModel(
  context: Surroundings,
  provider: Provider,
  model: PlannedModel,
  tasks: Config['tasks'],
): Promise<void> {
  refuseMissing(await inspect(context, provider, model, tasks), provider);
}

async function inspect(
  context: Surroundings,
  provider: Provider,
  model: PlannedModel,
  tasks: Config['tasks'],
): Promise<Inspected> {
  const endpoint = provider.open({ endpoint: model.endpoint, slots: 1, key: keyFor(context, provider) });
  const limit = AbortSignal.timeout(tasks.connect_limit_s * 1000);
  try {
    const facts = await endpoint.inspect(AbortSignal.any([context.signal, limit]));
    return { model, facts, failure: null };
  } catch (cause) {
    if (context.signal.aborted) throw cause;
    if (cause instanceof ProviderFailure) return { model, facts: null, failure: cause };
    if (!limit.aborted) throw cause;
    const message = `no answer within ${tasks.connect_limit_s} s`;
    return { model, facts: null, failure: new ProviderFailure('timeout', message) };
  } finally {
    endpoint.close();
  }
}

/** A name without a tag means the newest one. */
const tagged = (name: string) => (/:[^/]*$/.test(name) ? name : `${name}:latest`);

const isPresent = ({ model, facts }: Inspected): boolean =>
  facts !== null &&
  (facts.models === null || facts.models.some((name) => tagged(name) === tagged(model.model)));

/** An address as messages name it: a user's password or a key in it is refused, and not shown either. */
function shown(endpoint: string | null): string | null {
  if (endpoint === null || !URL.canParse(endpoint)) return endpoint;
  const url = new URL(endpoint);
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isBare ? endpoint : url.origin;
}

function refuseMissing(inspected: Inspected, provider: Provider): void {
  const { model, facts, failure } = inspected;
  const endpoint = shown(model.endpoint) ?? provider.title;
  if (failure) {
    const isLocal = /\/\/(localhost|127\.|\[::1\])/.test(endpoint);
    const start = isLocal
      ? `Start the model server there (for Ollama: 'ollama serve'), or use --provider ${FALLBACK}.`
      : 'Check the address and the key, or name another --endpoint.';
    throw new TitoError(
      'provider_unreachable',
      { endpoint, reason: `${failure.message.replace(`${endpoint}: `, '')}.`, hint: start },
      failure,
    );
  }
  if (isPresent(inspected)) return;
  const known = facts?.models ?? [];
  throw new TitoError('model_missing', {
    endpoint,
    model: model.model,
    suggestion: nearest(model.model, known),
    hint: provider.pullHint
      ? `Get it with '${provider.pullHint(model.model)}'.`
      : `It has: ${known.slice(0, 10).join(', ') || 'none'}.`,
  });
}
