import type { LoadedConfig } from '../config/load-config.ts';
import { loadProfile } from '../config/load-profile.ts';
import { selectProfile } from '../config/select-profile.ts';
import { discover } from '../discovery/discover.ts';
import { TitoError } from '../errors.ts';
import { readCapacity } from '../hardware/limits.ts';
import { inspectModel, loadProvider, wantedModels } from './choose-models.ts';
import { explained, type Finding } from './doctor-checks.ts';
import type { Surroundings } from './surroundings.ts';

/** A server on this machine or in its network answers within milliseconds, and nobody waits for one that is not there. */
const LIMIT_S = 1;
/** What `auto` looks for. */
const LOCAL = 'ollama';

/**
 * Which models of the profile, or of the settings, could be asked by `tito tasks`. Nothing else needs one, so that none is
 * no failure; a warning only where a provider or an endpoint was configured.
 */
export async function checkModels(context: Surroundings, config: LoadedConfig): Promise<Finding> {
  try {
    return await askAround(context, config);
  } catch (failure) {
    return { ...explained(failure), status: 'warning' };
  }
}

async function askAround(context: Surroundings, config: LoadedConfig): Promise<Finding> {
  const places = { root: context.root, directory: context.cwd };
  const { tasks } = config.values;
  const id = tasks.provider === 'auto' ? LOCAL : tasks.provider;
  const provider = await loadProvider(
    id,
    discover('provider', 'src/tasks/providers', { root: context.root }),
  );
  if (!provider.is_language_model) return { status: 'ok', detail: provider.title };
  const { profile } = await selectProfile(config, readCapacity(), places);
  const models = wantedModels(id, tasks, await loadProfile(profile.id, places));
  const limits = { ...tasks, connect_limit_s: Math.min(LIMIT_S, tasks.connect_limit_s) };
  const failures = await Promise.all(
    models.map((model) => inspectModel(context, provider, model, limits).then(() => null, known)),
  );
  const missing = failures.flatMap((failure) => failure ?? []);
  const isAsked = tasks.provider !== 'auto' || tasks.endpoint !== null;
  if (!isAsked && missing.every(isUnreachable) && missing.length === models.length) {
    const places = [...new Set(models.map(({ endpoint }) => endpoint))].join(', ');
    return { status: 'ok', detail: `no model server answers at ${places}; only 'tito tasks' asks one` };
  }
  const there = models.filter((_, at) => failures[at] === null);
  const detail = [
    ...there.map(({ model, endpoint }) => `${model} at ${endpoint}`),
    ...new Set(missing.map(({ message }) => message.replace(/\.$/, ''))),
  ].join('; ');
  const hint = missing[0] === undefined ? {} : { hint: missing[0].hint };
  return { status: isAsked && missing.length > 0 ? 'warning' : 'ok', detail, ...hint };
}

const isUnreachable = ({ code }: TitoError) => code === 'provider_unreachable';

function known(failure: unknown): TitoError {
  if (failure instanceof TitoError) return failure;
  throw failure;
}
