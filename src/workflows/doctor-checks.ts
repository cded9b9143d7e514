import { constants, existsSync } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LoadedConfig } from '../config/load-config.ts';
import { selectProfile } from '../config/select-profile.ts';
import type { Places } from '../discovery/discover.ts';
import { TitoError } from '../errors.ts';
import { type Capacity, shortcomings } from '../hardware/choose-profile.ts';
import { inspectPython } from '../hardware/python.ts';
import type { SubjectSpec } from '../schema/run.ts';
import { selectSubject } from './select-subject.ts';

/** What one check found, and what to do about it. Only `failed` keeps tito from doing its work. */
export interface Finding {
  status: 'ok' | 'warning' | 'failed';
  detail: string;
  hint?: string;
}

const OLDEST_NODE = [24, 15] as const;

export function checkRuntime(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const detail = `Node ${version}`;
  return isEnough
    ? { status: 'ok', detail }
    : { status: 'failed', detail, hint: `Install Node ${OLDEST_NODE.join('.')} or newer.` };
}

/**
 * Slices take about half a millisecond: a clock step of 1 µs is 0.2 % of one, and 50 µs would be 10 %.
 * @param resolution_ms smallest step of the clock
 */
export function checkTimer(resolution_ms: number): Finding {
  const detail = `steps of ${(resolution_ms * 1e6).toFixed(0)} ns`;
  if (resolution_ms <= 0.001) return { status: 'ok', detail };
  const hint = "The clock is coarse: check the system's clock source; measure longer with --budget.";
  return { status: resolution_ms <= 0.05 ? 'warning' : 'failed', detail, hint };
}

/** @param isNeeded whether the subject is Python code */
export async function checkPython(python: string, isNeeded: boolean): Promise<Finding> {
  try {
    const { version, numpy } = await inspectPython(python);
    if (numpy !== null) return { status: 'ok', detail: `${python} ${version}, numpy ${numpy}` };
    const hint = `TinyTorch needs numpy: ${python} -m pip install numpy`;
    return { status: 'warning', detail: `${python} ${version}, no numpy`, hint };
  } catch (failure) {
    const { detail, hint } = explained(failure);
    return { status: isNeeded ? 'failed' : 'warning', detail, hint };
  }
}

/** Names what would be measured; nothing of it is executed. */
export async function checkSubject(
  word: string,
  places: { root: string; directory: string },
): Promise<Finding & { spec?: SubjectSpec }> {
  try {
    const { spec, kind } = await selectSubject(word, places);
    const detail = `${[spec.kind, spec.argument].filter(Boolean).join(':')} (${kind.title})`;
    if (word !== 'auto' || spec.kind !== 'reference') return { status: 'ok', detail, spec };
    const hint =
      'No code of yours is here: go to its folder, or name it with --subject python:DIR or module:FILE.';
    return { status: 'warning', detail, hint, spec };
  } catch (failure) {
    return explained(failure);
  }
}

export async function checkProfile(
  config: LoadedConfig,
  capacity: Capacity,
  places: Places,
): Promise<Finding> {
  try {
    const { profile, reason } = await selectProfile(config, capacity, places);
    const detail = `${profile.id}: ${reason}`;
    if (shortcomings(profile, capacity).length === 0) return { status: 'ok', detail };
    return {
      status: 'warning',
      detail,
      hint: 'Measuring works, but this machine is smaller than its class.',
    };
  } catch (failure) {
    return explained(failure);
  }
}

/** A run with all its samples takes about a megabyte. */
const LEAST_FREE_BYTES = 16 * 2 ** 20;

/** @param directory where results go; it need not exist yet */
export async function checkResults(directory: string): Promise<Finding> {
  const existing = nearestExisting(directory);
  const hint =
    'Choose a folder you may write to: output.directory in tito.config.yaml or TITO_OUTPUT_DIRECTORY.';
  try {
    if (!(await stat(existing)).isDirectory())
      return { status: 'failed', detail: `${existing} is a file`, hint };
    await access(existing, constants.W_OK);
    const { bavail, bsize } = await statfs(existing);
    const free = bavail * bsize;
    const detail = `${directory}, ${(free / 2 ** 30).toFixed(1)} GiB free`;
    return free < LEAST_FREE_BYTES
      ? { status: 'failed', detail, hint: `Free some space. ${hint}` }
      : { status: 'ok', detail };
  } catch (failure) {
    return { status: 'failed', detail: failure instanceof Error ? failure.message : `${failure}`, hint };
  }
}

function nearestExisting(path: string): string {
  const above = dirname(path);
  return existsSync(path) || above === path ? path : nearestExisting(above);
}

/** A failed check in the words of the error that stopped it; anything but a TitoError is a bug and goes on. */
export function explained(failure: unknown): Finding & { hint: string } {
  if (!(failure instanceof TitoError)) throw failure;
  return { status: 'failed', detail: failure.message, hint: failure.hint };
}
