import type { Block, SubjectFacts } from '../schema/run.ts';

/** What happens during a measurement; the wing itself never writes to a stream. */
export type TimingEvent =
  | { kind: 'block-started'; workload: string; index: number; of: number }
  | { kind: 'block-finished'; block: Block }
  | { kind: 'subject-loaded'; contender?: string; facts: SubjectFacts }
  | { kind: 'output'; contender: string; text: string };
