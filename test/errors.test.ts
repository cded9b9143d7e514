import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { systemReason, TitoError } from '../src/errors.ts';

it('fills the sentences of the table with what happened', () => {
  const error = new TitoError('unknown_id', {
    kind: 'profile',
    id: 'ligth',
    suggestion: 'light',
    known: 'light',
  });
  expect(error).toMatchObject({
    exit: 2,
    message: "There is no profile 'ligth'.",
    hint: "Did you mean 'light'? Known: light.",
  });
});

it('says where in a file something is wrong', () => {
  const details = { file: 'a.yaml', line: '3', field: 'seed', problem: 'no number', expected: 'a number' };
  expect(new TitoError('invalid_config', details).message).toBe('a.yaml:3: seed: no number');
});

it("takes call and path out of the system's reason", () => {
  try {
    readFileSync('/no-such-folder/.secret.tmp');
    expect.unreachable();
  } catch (cause) {
    expect(systemReason(cause)).toBe('ENOENT: no such file or directory');
  }
});
