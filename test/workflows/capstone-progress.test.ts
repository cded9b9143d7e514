import { describe, expect, it } from 'vitest';
import { describeEvents } from '../../src/workflows/capstone-progress.ts';

function listen(isVerbose = false) {
  const [updates, said]: [string[], string[]] = [[], []];
  const progress = {
    update: (text: string) => void updates.push(text),
    say: (text: string) => void said.push(text),
  };
  return { updates, said, tell: describeEvents(progress, 300, isVerbose) };
}

describe('progress of a capstone', () => {
  it('shows a bar that fills while training tells how far it is', () => {
    const { tell, updates } = listen();
    for (const done of [0, 5, 10]) tell.event({ kind: 'training', model: 'baseline', done, total: 10 });
    expect(updates).toEqual([
      'Training baseline [------------------------] 0 %',
      'Training baseline [############------------] 50 %',
      'Training baseline [########################] 100 %',
    ]);
  });

  it('does not repeat a line that has not changed', () => {
    const { tell, updates } = listen();
    for (let done = 0; done < 1000; done++) {
      tell.event({ kind: 'training', model: 'baseline', done, total: 1000 });
    }
    expect(updates.length).toBe(24);
  });

  it('keeps a bar within its width, whatever the subject tells', () => {
    const { tell, updates } = listen();
    tell.event({ kind: 'training', model: 'optimized', done: 99, total: 10 });
    tell.event({ kind: 'training', model: 'optimized', done: -5, total: 10 });
    tell.event({ kind: 'training', model: 'optimized', done: 1, total: 0 });
    expect(new Set(updates.map((line) => line.indexOf(']')))).toEqual(new Set([44]));
  });

  it('shows the seconds and the limit where the subject tells nothing', () => {
    const { tell, updates } = listen();
    tell.event({ kind: 'training', model: 'optimized', done: null, total: null });
    tell.stop();
    expect(updates).toEqual(['Training optimized, 0 s of at most 300 s']);
  });

  it('passes on what the subject prints when asked to', () => {
    const [quiet, loud] = [listen(), listen(true)];
    for (const { tell } of [quiet, loud]) tell.event({ kind: 'output', text: 'epoch 1\n' });
    expect([quiet.said, loud.said]).toEqual([[], ['epoch 1']]);
  });
});
