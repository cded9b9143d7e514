import { expect, it } from 'vitest';
import { readCapacity } from '../../src/hardware/limits.ts';
import { inspectSystem } from '../../src/hardware/system-info.ts';
import { systemInfo } from '../../src/schema/environment.ts';

it('describes this machine in the shape that runs save', async () => {
  const found = await inspectSystem();
  expect(systemInfo.parse(found)).toMatchObject({
    ...readCapacity(),
    node: process.versions.node,
    python: null,
  });
  expect(found.cpu).toMatch(/\w/);
});
