/** What to type after a comparison or a benchmark. */
export const shareCommand = (file: string | null): string =>
  file === null
    ? "Run 'tito benchmark compare --against HEAD~1' after your next commit"
    : `Run 'tito report ${file} --format markdown' for a page to share`;
