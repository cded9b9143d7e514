import { relative, resolve } from 'node:path';
import type { Context } from '../../cli/context.ts';
import { loadConfig } from '../../config/load-config.ts';
import { systemReason, TitoError } from '../../errors.ts';
import { dataDirectory } from '../../membership/data-directory.ts';
import { type Identity, type Keeper, readIdentity } from '../../membership/identity.ts';
import { type OpenRegistry, openRegistry } from '../../membership/open-registry.ts';
import { type Place, registryPlace } from '../../membership/registry-place.ts';
import type { Surround } from '../../schema/community/screens.ts';
import type { Config } from '../../schema/config.ts';
import { layOut } from '../lay-out.ts';
import { checkFormat, type ReportWishes, type WriteOptions, writeReport } from '../write-report.ts';
import { sendWaiting } from './send-waiting.ts';

export interface CommunityOptions {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  wishes: ReportWishes;
}

/** A registry as one command uses it, and who the user is there. */
export interface Community {
  context: Context;
  values: Config;
  place: Place;
  /** The user's data folder. */
  keeper: Keeper;
  /** Null for somebody who never began to join. */
  identity: Identity | null;
  /** What is worth a word at the end. */
  warnings: string[];
  /** Opens the registry; the same one each time. */
  registry: () => Promise<OpenRegistry>;
  /** Lays a screen out and writes it. */
  show: <T extends object>(kind: string, screen: Omit<T, keyof Surround>, hint: string) => Promise<void>;
}

/**
 * Finds out which registry is meant and who the user is there, hands both to a command and closes up after it.
 * @throws TitoError what the configuration, the identity or the command says
 */
export async function withCommunity<T>(
  context: Context,
  { flags, wishes }: CommunityOptions,
  use: (community: Community) => Promise<T>,
): Promise<T> {
  const { cwd, env } = context;
  const { values } = await loadConfig({ cwd, env, flags });
  const target: WriteOptions = { format: values.format, ...wishes };
  await checkFormat(context.root, target);
  const data = dataDirectory({ platform: process.platform, env });
  const place = registryPlace(values.community.registry, { cwd, data });
  const keeper = { data, user: process.geteuid?.() ?? null };
  const warnings = [...place.warnings];
  let opened: Promise<OpenRegistry> | undefined;
  const registry = () => {
    opened ??= openRegistry(place, {
      root: context.root,
      data,
      clock: context.clock,
      limit_ms: values.community.limit_s * 1000,
      signal: context.signal,
      version: context.version,
    });
    return opened;
  };
  const show: Community['show'] = async (kind, screen, hint) => {
    const skew = (await opened)?.clockSkew_s() ?? null;
    if (skew !== null) warnings.push(clockWarning(skew));
    const map = place.kind === 'url' ? place.text : null;
    const surround: Surround = { schema_version: 1, registry: place.text, map, warnings };
    const report = await layOut(context.root, kind, { ...surround, ...screen }, hint);
    await writeReport(context, report, target);
  };
  const identity = readIdentity(keeper, place);
  try {
    return await use({ context, values, place, keeper, identity, warnings, registry, show });
  } catch (cause) {
    throw explained(cause, keeper);
  } finally {
    // What could not be opened has said so already.
    await opened?.then((open) => open.close()).catch(() => {});
  }
}

/** A disk that is full, or a folder that can't be written, is no bug of tito's. */
function explained(cause: unknown, { data }: Keeper): unknown {
  const { code, path, syscall } = cause as Partial<NodeJS.ErrnoException>;
  if (cause instanceof TitoError || code === undefined || syscall === undefined) return cause;
  const hint = 'Make it writable, free some space, or set XDG_DATA_HOME to a folder of your own.';
  const what = 'Your membership';
  return new TitoError('not_saved', { what, file: path ?? data, reason: systemReason(cause), hint }, cause);
}

const clockWarning = (skew_s: number) => {
  const days = Math.round(Math.abs(skew_s) / 86_400);
  return `This machine's clock is ${days} days ${skew_s > 0 ? 'ahead of' : 'behind'} the registry's; please set it.`;
};

/** A registry and a member of it, with what waited for it sent. */
export interface Membership {
  registry: OpenRegistry;
  identity: Identity;
}

/**
 * The user as a member. A rotation that was cut off is brought to its end, and submissions that waited are sent.
 * @throws TitoError `not_joined`; what the registry says
 */
export async function asMember(community: Community): Promise<Membership> {
  const { identity, place } = community;
  if (identity?.state !== 'joined') throw new TitoError('not_joined', { registry: place.text });
  const registry = await community.registry();
  const settled = await settle(community, registry, identity);
  await sendWaiting(community, { registry, identity: settled });
  return { registry, identity: settled };
}

/** The member's token where there is one: who has not joined may look as well. */
export async function asAnybody(community: Community): Promise<Membership | null> {
  if (community.identity === null) return null;
  if (community.identity.state === 'joined') return asMember(community);
  community.warnings.push("Your joining was cut off. Finish it with 'tito community join'.");
  return null;
}

async function settle(
  { keeper, place }: Community,
  registry: OpenRegistry,
  identity: Identity,
): Promise<Identity> {
  if (identity.next_token === null) return identity;
  const { settleRotation } = await import('../../membership/rotate-token.ts');
  return settleRotation(registry, keeper, place, identity);
}

/** Where results of benchmarks are. */
export const resultsOf = ({ context, values }: Community): string =>
  resolve(context.cwd, values.output.directory);

/** A path as people read it: relative to the working directory where it is below it. */
export function shownPath(cwd: string, file: string): string {
  const shown = relative(cwd, file);
  return shown === '' || shown.startsWith('..') ? file : shown;
}
