import type { Rolldown } from 'tsdown';
import { drawWorld } from '../community/pages/map/draw-world.ts';

/** The module that draws the map of the world. */
const DRAWING = /\/community\/pages\/map\/draw-world\.ts$/;

/**
 * Ships the map as it was drawn, without what draws it: neither the shapes of the countries (a megabyte) nor the
 * projection are needed at run time.
 */
export function drawnWorld(): Rolldown.Plugin {
  return {
    name: 'drawn-world',
    load: (id) =>
      DRAWING.test(id) ? `export const drawWorld = () => (${JSON.stringify(drawWorld())});` : null,
  };
}
