import { drawWorld, type World } from './draw-world.ts';

let drawn: World | undefined;

/** The map without its colours, drawn at the first request. */
export function world(): World {
  drawn ??= drawWorld();
  return drawn;
}
