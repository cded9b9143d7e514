import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ComparisonReport } from '../../src/schema/comparison-report.ts';

const run = promisify(execFile);
const HERE = import.meta.dirname;

/** What tito said of one pair. */
export interface Said {
  verdict: string;
  ratio: number | null;
  ci95: [number, number] | null;
  spent_s: number;
}

/** p values of the usual tools, by tool and test. */
export type UsualPs = Record<string, number>;

/** Files with A and B of one workload, in a folder of their own. */
export class Pair {
  readonly folder = mkdtempSync(join(tmpdir(), 'tito-verdicts-'));
  readonly a = join(this.folder, 'a.ts');
  readonly b = join(this.folder, 'b.ts');

  constructor(workload: string, extra: number) {
    const source = (share: number) =>
      `import { WORKLOADS } from '${join(HERE, 'workloads.ts')}';\nexport default WORKLOADS.${workload}(${share});\n`;
    writeFileSync(this.a, source(0));
    writeFileSync(this.b, source(extra));
  }

  /** `tito benchmark compare A B` as a user types it. */
  async compare(tito: string, budget_s: number): Promise<Said> {
    const words = [
      tito,
      'benchmark',
      'compare',
      this.a,
      this.b,
      '--budget',
      `${budget_s}`,
      '--format',
      'json',
    ];
    const { stdout } = await run(process.execPath, words, { cwd: this.folder, maxBuffer: 2 ** 28 });
    const [comparison] = (JSON.parse(stdout) as ComparisonReport).comparisons;
    if (!comparison) throw new Error('there is no comparison in the report');
    const { verdict, ratio, ratio_ci95: ci95, spent_s } = comparison;
    return { verdict, ratio, ci95, spent_s };
  }

  async usual(milliseconds: number): Promise<UsualPs> {
    const words = [join(HERE, 'usual-tools.ts'), this.a, this.b, `${milliseconds}`];
    const { stdout } = await run(process.execPath, words, { cwd: this.folder });
    return JSON.parse(stdout) as UsualPs;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
