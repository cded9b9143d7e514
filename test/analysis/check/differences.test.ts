import { describe, expect, it } from 'vitest';
import { differences } from '../../../src/analysis/check/differences.ts';

describe('differences', () => {
  const computed = { score: 92, tracks: { speed: { speedup: 7.31234, ci95: [7.2, 7.4] } }, noise: null };

  it('are none for the same figures, whatever stands beside them', () => {
    expect(differences({ ...structuredClone(computed), run: {}, digests: {} }, computed)).toEqual([]);
  });

  it('of the last digits are excused: another engine may round a logarithm otherwise', () => {
    const other = { ...computed, tracks: { speed: { speedup: 7.31235, ci95: [7.2, 7.4] } } };
    expect(differences(other, computed)).toEqual([]);
    expect(
      differences({ ...computed, tracks: { speed: { speedup: 7.313, ci95: [7.2, 7.4] } } }, computed),
    ).toEqual([{ path: 'tracks.speed.speedup', message: 'the file says 7.313, its samples give 7.31234' }]);
  });

  it('name an element of a list', () => {
    const other = { ...computed, tracks: { speed: { speedup: 7.31234, ci95: [7.2, 8.4] } } };
    expect(differences(other, computed)).toEqual([
      { path: 'tracks.speed.ci95[1]', message: 'the file says 8.4, its samples give 7.4' },
    ]);
  });

  it('name what is missing, and what was added', () => {
    const { score: _, ...without } = computed;
    expect(differences({ ...without, rank: 1 }, computed)).toEqual([
      { path: 'score', message: 'the file says nothing, its samples give 92' },
      { path: 'rank', message: 'the file says 1, its samples give nothing' },
    ]);
  });

  it('keep a figure apart from none', () => {
    expect(differences({ ...computed, noise: 0 }, computed)).toHaveLength(1);
  });
});
