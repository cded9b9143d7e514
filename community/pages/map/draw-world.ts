import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type GeoProjection, geoCentroid, geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { countryLetters } from './country-numbers.ts';

/** The map without its colours, in whole units of its view box. */
export interface World {
  width: number;
  height: number;
  /** The edge of the globe. */
  sphere: string;
  /** Countries as paths; without letters where a territory has none. */
  lands: readonly { code: string | null; path: string }[];
  /** Countries that are too small to be drawn to scale. */
  dots: readonly { code: string; x: number; y: number }[];
}

type Topology = Parameters<typeof feature>[0];
type Shapes = Extract<ReturnType<typeof feature>, { type: 'FeatureCollection' }>;

const WIDTH = 1000;
const MARGIN = 6;
const ANTARCTICA = 'AQ';
/** Longitude and latitude of what even the finer map leaves out, or counts to another country. */
const PLACES: readonly (readonly [code: string, longitude: number, latitude: number])[] = [
  ['BQ', -68.3, 12.2],
  ['CC', 96.8, -12.2],
  ['CX', 105.7, -10.5],
  ['GF', -53.1, 4],
  ['GI', -5.4, 36.1],
  ['GP', -61.5, 16.2],
  ['MQ', -61, 14.6],
  ['RE', 55.5, -21.1],
  ['SJ', 16, 78],
  ['TK', -171.8, -9.2],
  ['TV', 179.2, -8.5],
  ['YT', 45.2, -12.8],
];

/**
 * Draws the countries of Natural Earth (world-atlas, 1:110 million) in the Equal Earth projection (Šavrič, Patterson and
 * Jenny, "The Equal Earth map projection", Int. J. Geographical Information Science 33, 2019), in which areas are true.
 * Those that the coarse map lacks are dots at their middle on the finer one. It takes a tenth of a second: once, when tito
 * is built (`scripts/drawn-world.ts`).
 */
export function drawWorld(): World {
  const coarse = shapesOf(import.meta.resolve('world-atlas/countries-110m.json')).filter(
    ({ code }) => code !== ANTARCTICA,
  );
  const fine = shapesOf(import.meta.resolve('world-atlas/countries-50m.json'));
  const projection = geoEqualEarth();
  const area = { type: 'FeatureCollection' as const, features: coarse.map(({ shape }) => shape) };
  projection.fitWidth(WIDTH - 2 * MARGIN, { type: 'Sphere' });
  const [x, y] = projection.translate();
  projection.translate([x + MARGIN, y + MARGIN]);
  const path = geoPath(projection).digits(1);
  // From the northern edge of the globe to the south of the land that is drawn.
  const [[, top]] = path.bounds({ type: 'Sphere' });
  const [, [, bottom]] = path.bounds(area);
  const shown = new Set(coarse.map(({ code }) => code));
  const missing = fine.filter(({ code }) => code !== null && code !== ANTARCTICA && !shown.has(code));
  const centres = missing.map(({ code, shape }) => [code, ...geoCentroid(shape)] as const);
  const dots = [...centres, ...PLACES].flatMap((place) => dotOf(projection, place));
  return {
    width: WIDTH,
    height: Math.round(bottom - top + 2 * MARGIN),
    sphere: rounded(path({ type: 'Sphere' }) ?? '', top - MARGIN),
    lands: coarse.map(({ code, shape }) => ({ code, path: rounded(path(shape) ?? '', top - MARGIN) })),
    dots: dots.map(({ y, ...dot }) => ({ ...dot, y: Math.round(y - top + MARGIN) })),
  };
}

function shapesOf(url: string) {
  const topology: Topology = JSON.parse(readFileSync(fileURLToPath(url), 'utf8'));
  const countries = topology.objects.countries;
  if (!countries) throw new Error(`${url} has no countries`);
  const shapes = feature(topology, countries) as Shapes;
  return shapes.features.map((shape) => ({
    code: countryLetters(shape.id === undefined ? undefined : String(shape.id), shape.properties?.name ?? ''),
    shape,
  }));
}

function dotOf(
  projection: GeoProjection,
  [code, longitude, latitude]: readonly [string | null, number, number],
) {
  const point = projection([longitude, latitude]);
  return code === null || point === null ? [] : [{ code, x: Math.round(point[0]), y: point[1] }];
}

/**
 * A path of straight lines on the grid of whole units: from each corner to the next by its distance, and without those
 * that fall together. It is a third as long.
 */
function rounded(path: string, top: number): string {
  const rings = path.split('M').slice(1);
  return rings
    .map((ring) => {
      const corners = ring
        .replace(/Z$/, '')
        .split('L')
        .map((corner) => corner.split(',').map(Number))
        .map(([x = 0, y = 0]) => ({ x: Math.round(x), y: Math.round(y - top) }))
        .filter(({ x, y }, i, all) => i === 0 || x !== all[i - 1]?.x || y !== all[i - 1]?.y);
      const [first, ...rest] = corners;
      if (!first || rest.length < 3) return '';
      let at = first;
      const steps = rest.map((corner) => {
        const step = `${corner.x - at.x},${corner.y - at.y}`;
        at = corner;
        return step;
      });
      return `M${first.x},${first.y}l${steps.join(' ').replaceAll(/[ ,]-/g, '-')}z`;
    })
    .join('');
}
