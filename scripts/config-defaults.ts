import type { Rolldown } from 'tsdown';
import { defaults } from '../src/config/defaults.ts';

/** The module that reads the defaults out of the schema. */
const READING = /\/src\/config\/defaults\.ts$/;

/** Ships the settings' defaults as they are, so that whoever configures nothing need not make the schema to know them. */
export function configDefaults(): Rolldown.Plugin {
  return {
    name: 'config-defaults',
    load: (id) =>
      READING.test(id) ? `export const defaults = () => (${JSON.stringify(defaults())});` : null,
  };
}
