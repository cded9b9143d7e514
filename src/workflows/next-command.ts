import { discover } from '../discovery/discover.ts';

/** What to type after a capstone. Where the community can't be reached from here yet, that is said. */
export function submitCommand(root: string, file: string | null): string {
  const submit = 'Submit to leaderboard: tito community submit --benchmark';
  const isOpen = discover('command', 'src/commands/community', { root }).some(({ id }) => id === 'submit');
  if (isOpen || file === null) return submit;
  return `${submit} (once the community is open; until then: tito benchmark submit --check ${file})`;
}
