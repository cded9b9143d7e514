import type { TurnTakerOptions } from '../../../src/turn-contracts.ts';
import { REPOSITORY } from '../../support/context.ts';

export const turnOptions = (more: Partial<TurnTakerOptions> = {}): TurnTakerOptions => ({
  root: REPOSITORY,
  limit_ms: 10_000,
  python: 'python3',
  revision: null,
  signal: new AbortController().signal,
  onOutput: () => {},
  directory: REPOSITORY,
  seed: 7,
  exit_status: 0,
  ...more,
});
