import { type Config, configSchema } from '../schema/config.ts';

/** Settings when nothing is configured. The build puts the values in place of this module, see `scripts/config-defaults.ts`. */
export const defaults = (): Config => configSchema().parse({});
