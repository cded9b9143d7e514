import { describe, expect, it } from 'vitest';
import patternScan from '../../../src/tasks/tools/pattern_scan.ts';
import { HOSTILE_FILES } from './hostile-files.ts';

const LOADER = `def load_rows(path):
    rows = []
    with open(path) as file:
        for line in file:
            parts = line.split(",")
            if len(parts) != 3:
                continue
            rows.append({"id": parts[0], "price": float(parts[1]), "title": parts[2]})
    return rows
`;
const RENAMED = LOADER.replaceAll('rows', 'users')
  .replaceAll('path', 'source')
  .replace('load_users', 'read_people')
  .replace('3', '4')
  .replaceAll('parts', 'cells');
const GAPPED = RENAMED.replace('            if len', '            log(cells)\n            if len');
const OTHER = `def summarise(values, limit):
    total = 0
    while values and total < limit:
        value = values.pop()
        if value is None or value < 0:
            raise ValueError("negative")
        total += value * 2
    print("total", total)
    return total / limit if limit else None
`;

const scan = (...texts: string[]) =>
  patternScan.analyse(texts.map((text, index) => ({ path: `${'abcdef'[index]}.py`, text })));

describe('pattern_scan', () => {
  it('finds equal functions, whatever their comments and layout', () => {
    const commented = LOADER.replace(
      '    rows = []',
      '    """Rows of a file."""\n    # none yet\n    rows  =  []',
    );
    expect(scan(LOADER, commented)).toBe(
      '1 groups of copied code in 2 files\ngroup 1: exact, 2 functions\n  a.py:1-9 load_rows\n  b.py:1-11 load_rows',
    );
  });

  it('finds functions that are equal up to names and literals', () => {
    expect(scan(LOADER, RENAMED)).toContain(
      'group 1: renamed, 2 functions\n  a.py:1-9 load_rows\n  b.py:1-9 read_people',
    );
  });

  it('takes no exchange of two names for a renaming', () => {
    const swapped = LOADER.replace('line.split(",")', 'file.split(",")');
    expect(scan(LOADER, swapped)).not.toContain('renamed');
    expect(scan(LOADER, swapped)).toContain('near-miss');
  });

  it('finds functions with a statement more or less', () => {
    expect(scan(LOADER, GAPPED)).toContain('group 1: near-miss, 2 functions');
  });

  it('finds one in JavaScript and its typed copy', () => {
    const plain = `export function total(lines, rate) {
      let sum = 0;
      for (const line of lines) sum += line.price * line.count;
      const tax = Math.round(sum * rate);
      if (tax > 0) return { sum, tax, all: sum + tax };
      return { sum, tax: 0, all: sum };
    }`;
    const typed = plain
      .replace('(lines, rate)', '(lines: Line[], rate: number): Total')
      .replace('rate);', 'rate as number);');
    const output = patternScan.analyse([
      { path: 'a.js', text: plain },
      { path: 'b.ts', text: typed },
    ]);
    expect(output).toContain('group 1: exact, 2 functions\n  a.js:1-7 total\n  b.ts:1-7 total');
  });

  it('finds nothing in functions that do something else', () => {
    expect(scan(LOADER, OTHER)).toBe('0 groups of copied code in 2 files');
  });

  it('finds runs of statements within different functions', () => {
    const run = `    parts = [part.strip() for part in text.split(";")]
    numbers = [int(part) for part in parts if part.isdigit()]
    smallest, largest = min(numbers), max(numbers)
    spread = largest - smallest if numbers else 0
    average = sum(numbers) / len(numbers) if numbers else 0
`;
    const first = `def first(text):\n    if not text:\n        raise ValueError(text)\n    print(text)\n    check(text, 1)\n${run}    return spread\n`;
    const second = `def second(text, name):\n    store = open_store(name)\n    for key in store.keys():\n        store.drop(key)\n${run}    store.put(average)\n    store.close()\n    store.flush(1, 2)\n    return None\n`;
    const output = scan(first, second);
    expect(output).toContain('2 runs of statements\n  a.py:6-10 first\n  b.py:5-9 second');
    expect(output.match(/^group/gm)).toHaveLength(1);
  });

  it('reports a copied class by its methods once, not by what is inside of them', () => {
    const twice = scan(LOADER, LOADER, LOADER);
    expect(twice.match(/^group/gm)).toHaveLength(1);
    expect(twice).toContain('exact, 3 functions');
  });

  it('says the same whatever the order of the files', () => {
    const files = [LOADER, RENAMED, GAPPED, OTHER].map((text, index) => ({ path: `${index}.py`, text }));
    expect(patternScan.analyse([...files].reverse())).toBe(patternScan.analyse(files));
  });

  it('survives hostile files', () => {
    const output = patternScan.analyse(HOSTILE_FILES);
    expect(output).toContain('not scanned: huge.py (longer than');
    expect(patternScan.analyse([...HOSTILE_FILES].reverse())).toBe(output);
  });
});
