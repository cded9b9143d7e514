import { existsSync, readFileSync } from 'node:fs';

/**
 * Prints "N passed, N failed[, N skipped]" from vitest's JSON report, and exits with 1 unless all passed:
 * where everything is installed, a test that is skipped is one that nobody runs. Only what this user may not do is excused.
 */
interface TestReport {
  success: boolean;
  numTotalTests: number;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; name: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** What a test says in its title that needs more than packages: those can be installed, a privilege can't. */
const LACKS_PRIVILEGE = '(skipped: only root ';

const [file = ''] = process.argv.slice(2);
if (existsSync(file)) {
  const report: TestReport = JSON.parse(readFileSync(file, 'utf8'));
  // A file that could not even be loaded has no tests that could fail.
  const broken = report.testResults.filter(
    (each) => each.status === 'failed' && each.assertionResults.length === 0,
  );
  for (const { name, assertionResults } of report.testResults) {
    for (const { status, fullName } of assertionResults) {
      if (status !== 'passed') process.stdout.write(`${status}: ${name}: ${fullName}\n`);
    }
  }
  const again = `${file}.second-attempts`;
  if (existsSync(again)) process.stdout.write(readFileSync(again, 'utf8'));
  summarise(report);
  print(
    report.numPassedTests,
    report.numFailedTests + broken.length,
    report.numPendingTests + report.numTodoTests,
    report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status, fullName }) => status !== 'passed' && fullName.includes(LACKS_PRIVILEGE)).length,
  );
  if (!report.success) process.exitCode = 1;
} else {
  print(0, 1, 0, 0);
}

/** Vitest's own closing lines once more: much was printed since. */
function summarise({ testResults, numPassedTests, numFailedTests, numTotalTests }: TestReport) {
  const files = testResults.filter(({ status }) => status === 'passed').length;
  const failed = (count: number) => (count > 0 ? `${count} failed | ` : '');
  process.stdout.write(
    ` Test Files  ${failed(testResults.length - files)}${files} passed (${testResults.length})\n` +
      `      Tests  ${failed(numFailedTests)}${numPassedTests} passed (${numTotalTests})\n`,
  );
}

function print(passed: number, failed: number, skipped: number, excused: number) {
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  if (failed + skipped > excused) process.exitCode = 1;
}
