import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { configDefaults } from '../../scripts/config-defaults.ts';
import { configSchema } from '../../src/schema/config.ts';

/** What the build makes of a module. */
function shipped(module: string): string | null {
  const { load } = configDefaults();
  if (typeof load !== 'function') throw new Error('it loads nothing');
  const file = fileURLToPath(new URL(module, import.meta.url));
  const code: unknown = Reflect.apply(load, undefined, [file]);
  return typeof code === 'string' ? code : null;
}

it('ships as the defaults what the schema says, anew for everybody who asks', async () => {
  const code = shipped('../../src/config/defaults.ts');
  const built: { defaults: () => unknown } = await import(
    `data:text/javascript,${encodeURIComponent(code ?? '')}`
  );
  expect(built.defaults()).toEqual(configSchema().parse({}));
  expect(built.defaults()).not.toBe(built.defaults());
});

it('leaves every other module as it is', () => {
  expect(shipped('../../src/config/load-config.ts')).toBeNull();
});
