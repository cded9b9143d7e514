import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allowedProcessors, parseProcessorList } from '../../src/hardware/processors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it.each([
  ['0', [0]],
  ['0-2,7', [0, 1, 2, 7]],
  ['3,5-5', [3, 5]],
])("reads the kernel's list %s", (list, processors) => {
  expect(parseProcessorList(list)).toEqual(processors);
});

it('reads back any list of ranges', () => {
  const range = fc.tuple(fc.nat(100), fc.nat(10)).map(([first, more]) => [first, first + more] as const);
  fc.assert(
    fc.property(fc.array(range, { minLength: 1 }), (ranges) => {
      const list = ranges.map(([first, last]) => `${first}-${last}`).join(',');
      const count = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
      expect(parseProcessorList(list)).toHaveLength(count);
    }),
  );
});

it('takes what the system allows this process, not what the machine has', () => {
  const root = temporaryFolder({
    'proc/self/status': 'Name:\tnode\nCpus_allowed:\t5\nCpus_allowed_list:\t0,2\n',
  });
  expect(allowedProcessors(`${root}/`)).toEqual([0, 2]);
});

it('counts processors where the system does not list them', () => {
  const root = temporaryFolder({});
  writeFileSync(join(root, 'file'), '');
  expect(allowedProcessors(`${root}/`)[0]).toBe(0);
});
