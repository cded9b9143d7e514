import type { CapstoneBlock, ModelId, PHASES, TestSet, TrainedModel } from '../../schema/capstone-run.ts';
import type { SubjectFacts } from '../../schema/run.ts';

/** What happens during a capstone; the wing itself never writes to a stream. */
export type CapstoneEvent =
  | { kind: 'subject-loaded'; facts: SubjectFacts }
  | { kind: 'training'; model: ModelId; done: number | null; total: number | null }
  | { kind: 'trained'; models: TrainedModel[]; test: TestSet }
  | { kind: 'block-started'; replicate: number; of: number }
  | { kind: 'phase-started'; replicate: number; of: number; phase: (typeof PHASES)[number] }
  | { kind: 'block-finished'; block: CapstoneBlock }
  | { kind: 'output'; text: string };
