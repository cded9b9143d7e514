/** What a machine has to have for a bracket, from the most demanding down. */
const BRACKETS = [
  { id: 'heavy', cores: 8, memory_gib: 32 },
  { id: 'medium', cores: 4, memory_gib: 16 },
] as const;
const GIB = 2 ** 30;
/** Firmware and graphics keep up to an eighth of the memory that a machine is sold with. */
const MEMORY_SHARE = 7 / 8;

/**
 * The hardware class by which a leaderboard tells machines apart. The same as the profile that tito chooses by itself,
 * but for everybody: a profile can be chosen, renamed or added, a bracket can't.
 */
export function bracketOf({ cores, memory_bytes }: { cores: number; memory_bytes: number }): string {
  const fits = BRACKETS.find(
    (each) => cores >= each.cores && memory_bytes >= each.memory_gib * GIB * MEMORY_SHARE,
  );
  return fits?.id ?? 'light';
}
