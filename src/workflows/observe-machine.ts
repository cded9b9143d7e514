import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { gitRevision } from '../hardware/git-revision.ts';
import { readLoad, readProcessorTimes } from '../hardware/load.ts';
import { inspectSystem } from '../hardware/system-info.ts';
import { timerResolution } from '../hardware/timer.ts';
import type { Environment } from '../schema/environment.ts';
import type { SubjectFacts, SubjectSpec } from '../schema/run.ts';

export interface Observation {
  environment: Environment;
  /** The same once everything is measured: with the load since then, and the Python that the subject ran on. */
  finish: (subject: Pick<SubjectFacts, 'runtime'>) => Environment;
}

/** Looks at the machine before a run, and once more after it. */
export async function observeMachine(): Promise<Observation> {
  const processor = readProcessorTimes();
  const environment: Environment = {
    system: await inspectSystem(),
    timer_resolution_ms: timerResolution(),
    before: readLoad(),
    after: null,
  };
  const { system } = environment;
  return {
    environment,
    finish: ({ runtime }) => ({
      ...environment,
      system: { ...system, python: /^python (\S+)/.exec(runtime)?.[1] ?? system.python },
      after: readLoad(processor),
    }),
  };
}

/** Git revision of a file's folder or of a folder; null for what has no place of its own. */
export function revisionOf(path: string): Promise<string | null> | null {
  if (path === '') return null;
  return gitRevision(statSync(path).isDirectory() ? path : dirname(path));
}

/** What is known of a subject that has not been loaded, or can't be. */
export const unknownSubject = ({ kind, argument }: SubjectSpec): SubjectFacts => ({
  kind,
  name: argument || kind,
  runtime: 'unknown',
  revision: null,
  sources: [],
  missing: {},
  broken: {},
});
