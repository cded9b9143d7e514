import { describe, expect, it } from 'vitest';
import { worldMap } from '../../../community/pages/map/draw-map.ts';
import { stepOf, stepsUpTo } from '../../../community/pages/map/steps.ts';
import { world } from '../../../community/pages/map/world.ts';
import { COUNTRIES, isCountry } from '../../../src/schema/community/countries.ts';

describe('the map', () => {
  const codes = [...world().lands, ...world().dots].flatMap(({ code }) => (code === null ? [] : [code]));

  it('has every country that a member can name, but for two that nobody lives in', () => {
    const missing = Object.keys(COUNTRIES).filter((code) => !codes.includes(code));
    expect(missing).toEqual(['AQ', 'BV', 'UM']);
    expect(codes.filter((code) => !isCountry(code))).toEqual([]);
    expect(codes.length).toBe(new Set(codes).size);
  });

  it('has a dot for each small state that the coarse map lacks', () => {
    const dots = world().dots.map(({ code }) => code);
    expect(dots).toEqual(expect.arrayContaining(['SG', 'MT', 'BH', 'MU', 'MV', 'HK']));
  });

  it('is drawn within its box, in whole units', () => {
    const { width, height, lands, dots } = world();
    for (const { code, path } of lands) expect(path, code ?? '').toMatch(/^(?:M\d+,\d+l[-\d, ]+z)+$/);
    for (const { x, y } of dots) {
      expect([x, y].every(Number.isInteger)).toBe(true);
      expect(x > 0 && x < width && y > 0 && y < height + 20).toBe(true);
    }
    expect(JSON.stringify(world()).length).toBeLessThan(60_000);
  });

  it('places Kenya east of Brazil, and south of Norway', () => {
    const at = (wanted: string) => {
      const land = world().lands.find(({ code }) => code === wanted);
      const [, x, y] = /M(\d+),(\d+)/.exec(land?.path ?? '') ?? [];
      return { x: Number(x), y: Number(y) };
    };
    expect(at('KE').x).toBeGreaterThan(at('BR').x);
    expect(at('KE').y).toBeGreaterThan(at('NO').y);
  });

  it('colours and names what may be told, and nothing else', () => {
    const { text } = worldMap([
      { country_code: 'KE', members: 120 },
      { country_code: 'MT', members: 5 },
    ]);
    expect(text).toMatch(/<path class="step4" d="[^"]+"><title>Kenya: 120 builders<\/title>/);
    expect(text).toMatch(/<circle class="step1"[^>]+><title>Malta: 5 builders<\/title>/);
    expect(text.match(/class="step\d"/g)?.length).toBe(2);
    expect(text).toContain('<title>Norway</title>');
  });
});

describe('steps of the map', () => {
  it('reach from the least group to the largest country, in round numbers', () => {
    expect(stepsUpTo(4)).toEqual([]);
    expect(stepsUpTo(5)).toEqual([{ from: 5, to: null }]);
    expect(stepsUpTo(310).map(({ from }) => from)).toEqual([5, 10, 20, 50, 100]);
    for (const most of [5, 6, 11, 50, 1234, 1_000_000]) {
      const steps = stepsUpTo(most);
      expect(steps.length).toBeLessThanOrEqual(5);
      expect([stepOf(steps, 4), stepOf(steps, 5), stepOf(steps, most)]).toEqual([-1, 0, steps.length - 1]);
    }
  });
});
