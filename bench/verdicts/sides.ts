import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FACTORY_SIZE } from './factory.ts';
import type { WorkloadName } from './workloads.ts';

const HERE = import.meta.dirname;

/** Files with A and B of everything that the study compares, in a folder of their own. */
export class Sides {
  readonly folder = mkdtempSync(join(tmpdir(), 'tito-verdicts-'));
  #files = 0;

  #write(source: string): string {
    this.#files += 1;
    const file = join(this.folder, `side_${this.#files}.ts`);
    writeFileSync(file, source);
    return file;
  }

  /**
   * A and B of a workload. Each side has a copy of the code of its own, as two versions of a program have: the query
   * makes it another module.
   */
  functions(workload: WorkloadName, effect: number): [string, string] {
    const source = (side: string, extra: number) =>
      `import { WORKLOADS } from '${join(HERE, 'workloads.ts')}?${side}';\nexport default WORKLOADS.${workload}(${extra});\n`;
    return [this.#write(source('a', 0)), this.#write(source('b', effect))];
  }

  /** Two closures of one factory, and one alone. */
  closures(): { pair: [string, string]; alone: string } {
    const source = `import { make } from '${join(HERE, 'factory.ts')}';\nexport default make(${FACTORY_SIZE});\n`;
    const alone = source.replace('factory.ts', 'factory.ts?alone');
    return { pair: [this.#write(source), this.#write(source)], alone: this.#write(alone) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A workload by itself, in a folder that stays: its path is part of what saved runs are told apart by. */
export function lastingFunction(folder: string, workload: WorkloadName): string {
  const file = join(folder, `${workload}.ts`);
  writeFileSync(
    file,
    `import { WORKLOADS } from '${join(HERE, 'workloads.ts')}';\nexport default WORKLOADS.${workload}(0);\n`,
  );
  return file;
}
