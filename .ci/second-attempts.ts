import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Names the tests that failed at first and passed when tried again, with why: none of them goes by in silence. */
export default class SecondAttempts implements Reporter {
  readonly #file: string;

  constructor({ outputFile }: { outputFile: string }) {
    this.#file = outputFile;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) =>
      [...module.children.allTests('passed')]
        .filter((test) => test.diagnostic()?.flaky)
        .map((test) => {
          const [first = ''] = (test.result().errors?.[0]?.message ?? '').split('\n');
          return `passed at the second attempt: ${module.relativeModuleId}: ${test.fullName} (${first})\n`;
        }),
    );
    writeFileSync(this.#file, lines.join(''));
  }
}
