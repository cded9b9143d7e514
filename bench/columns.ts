/** Lines of cells in columns; the last cell of a line may be as long as it likes. */
export function columns(lines: readonly (readonly string[])[]): string {
  const lengths = lines.map((line) => line.slice(0, -1).map(({ length }) => length));
  const count = Math.max(...lines.map(({ length }) => length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(...lengths.map((line) => line[i] ?? 0)));
  const lay = (line: readonly string[]) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0));
  return lines.map((line) => lay(line).join('  ').trimEnd()).join('\n');
}
