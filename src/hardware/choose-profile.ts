/** What a profile asks of a machine. */
export interface Candidate {
  id: string;
  minimum: { cores: number; memory_gib: number };
}

/** Processors and memory that tito may use. */
export interface Capacity {
  cores: number;
  memory_bytes: number;
}

export interface Choice {
  id: string;
  reason: string;
}

const GIB = 2 ** 30;
/**
 * A machine sold with 16 GB reports less: firmware, kernel and an integrated graphics chip keep up to about
 * 2 GiB of 16. Memory within an eighth of the minimum therefore counts as enough.
 */
const MEMORY_TOLERANCE = 1 / 8;

const hasMemory = ({ minimum }: Candidate, { memory_bytes }: Capacity) =>
  memory_bytes >= minimum.memory_gib * GIB * (1 - MEMORY_TOLERANCE);
const hasCores = ({ minimum }: Candidate, { cores }: Capacity) => cores >= minimum.cores;

const gib = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`;

/** What of a machine is below a profile's minimum, in words; empty where nothing is. */
export function shortcomings(candidate: Candidate, capacity: Capacity): string[] {
  const { id, minimum } = candidate;
  return [
    ...(hasCores(candidate, capacity)
      ? []
      : [`${id} needs ${minimum.cores} cores, this machine has ${capacity.cores}`]),
    ...(hasMemory(candidate, capacity)
      ? []
      : [`${id} needs ${minimum.memory_gib} GiB of memory, this machine has ${gib(capacity.memory_bytes)}`]),
  ];
}

/**
 * The most demanding profile whose minimum the machine has, otherwise the least demanding one with what is missing.
 * Demand is ordered by memory, then cores, then id.
 *
 * @param profiles at least one
 */
export function chooseProfile(profiles: readonly Candidate[], capacity: Capacity): Choice {
  const byDemand = [...profiles].sort(
    (a, b) =>
      a.minimum.memory_gib - b.minimum.memory_gib ||
      a.minimum.cores - b.minimum.cores ||
      (a.id < b.id ? -1 : 1),
  );
  const position = byDemand.findLastIndex((each) => shortcomings(each, capacity).length === 0);
  const chosen = byDemand[Math.max(position, 0)];
  if (!chosen) throw new Error('there is no profile to choose from');
  const has = `${capacity.cores} cores and ${gib(capacity.memory_bytes)}`;
  if (position < 0) {
    return { id: chosen.id, reason: `the least demanding one: ${shortcomings(chosen, capacity).join('; ')}` };
  }
  const next = byDemand[position + 1];
  const limit = next ? `; ${shortcomings(next, capacity).join('; ')}` : '';
  return { id: chosen.id, reason: `${has} reach its minimum${limit}` };
}
