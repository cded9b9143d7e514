import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/timing/isolates/command-words.ts';

describe('wordsOf', () => {
  it.each([
    ['python train.py --epochs 3', ['python', 'train.py', '--epochs', '3']],
    [`node -e 'let x = 1; x > 0'`, ['node', '-e', 'let x = 1; x > 0']],
    ['node -e "process.exit(3)"', ['node', '-e', 'process.exit(3)']],
    [`  a  "b c"d'e' f\\ g ''`, ['a', 'b cde', 'f g', '']],
  ])('takes %s apart without a shell', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  it.each([
    'a | b',
    'a && b',
    'a > file',
    'echo $HOME',
    'echo "$HOME"',
    'ls *.py',
    'THREADS=1 python train.py',
    'exit 3',
    'cd there',
    `a 'unfinished`,
    'a\nb',
    '~/bin/a',
    '(a)',
    '',
  ])('leaves %j to a shell', (line) => {
    expect(wordsOf(line)).toBeNull();
  });

  it('agrees with the shell on what it takes apart', () => {
    const word = fc.stringMatching(/^[a-z '"\\.,-]{1,12}$/);
    fc.assert(
      fc.property(word, (rest) => {
        const words = wordsOf(`printf '%s\\n' ${rest}`);
        if (!words) return;
        const [program = '', ...given] = words;
        const byShell = execFileSync('sh', ['-c', `printf '%s\\n' ${rest}`]);
        expect(execFileSync(program, given).toString()).toBe(byShell.toString());
      }),
      { numRuns: 40 },
    );
  });
});
