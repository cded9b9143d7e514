import { expect, it } from 'vitest';
import { dataDirectory } from '../../src/membership/data-directory.ts';

const on = (platform: NodeJS.Platform, env: Record<string, string>) => dataDirectory({ platform, env });

it('is below ~/.local/share by default', () => {
  expect(on('linux', { HOME: '/home/ada' })).toBe('/home/ada/.local/share/tito');
});

it('follows XDG_DATA_HOME', () => {
  expect(on('linux', { HOME: '/home/ada', XDG_DATA_HOME: '/data' })).toBe('/data/tito');
  expect(on('darwin', { HOME: '/Users/ada', XDG_DATA_HOME: '/data' })).toBe('/data/tito');
});

it.each(['data', './data', ''])(
  'ignores a relative XDG_DATA_HOME, as its specification says: %j',
  (relative) => {
    expect(on('linux', { HOME: '/home/ada', XDG_DATA_HOME: relative })).toBe('/home/ada/.local/share/tito');
  },
);

it('is in the Library on macOS', () => {
  expect(on('darwin', { HOME: '/Users/ada' })).toBe('/Users/ada/Library/Application Support/tito');
});

it('is in the local application data on Windows', () => {
  expect(on('win32', { LOCALAPPDATA: 'D:\\Local', USERPROFILE: 'C:\\Users\\ada' })).toBe('D:\\Local\\tito');
  expect(on('win32', { USERPROFILE: 'C:\\Users\\ada' })).toBe('C:\\Users\\ada\\AppData\\Local\\tito');
});

it.each([
  ['linux', {}],
  ['linux', { HOME: 'ada' }],
  ['win32', { HOME: '/home/ada' }],
] as const)('is nowhere without a home: %s %o', (platform, env) => {
  expect(() => dataDirectory({ platform, env })).toThrow(
    expect.objectContaining({ code: 'registry_unusable', hint: expect.stringMatching(/^Set /) }),
  );
});
