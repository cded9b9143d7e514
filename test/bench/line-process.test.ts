import { expect, it } from 'vitest';
import { lineProcess } from '../../bench/line-process.ts';
import { PYTHON } from '../timing/isolates/bridge-fixtures.ts';

it('answers each line with a number', async () => {
  await using doubling = lineProcess(
    PYTHON,
    'import sys\nfor line in sys.stdin: print(2 * int(line), flush=True)',
  );
  expect(await doubling.ask('4')).toBe(8);
  expect(await doubling.ask('5')).toBe(10);
});

it('says how a program ended that gives no answer', async () => {
  await using ending = lineProcess(PYTHON, 'raise SystemExit(3)');
  await expect(ending.ask('1')).rejects.toThrow('ended with 3');
});

it('says that there is no such program', async () => {
  await using absent = lineProcess('no-such-python', '');
  await expect(absent.ask('1')).rejects.toThrow('ENOENT');
});
