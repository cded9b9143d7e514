import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderFailure } from '../../src/task-contracts.ts';
import { newCircuit } from '../../src/tasks/circuit.ts';

const refused = new ProviderFailure('connection', 'nothing listens there');
const unanswered = new ProviderFailure('timeout', 'no connection within 5 s', { limit: 'connect' });
const slow = new ProviderFailure('timeout', 'no first token within 60 s', { limit: 'first_token' });
const cut = new ProviderFailure('connection', 'the connection was cut');
const wrong = new ProviderFailure('model', 'out of memory');

/** What an attempt may come to: failure, whether the server had taken the connection, whether that is a sign of death. */
const OUTCOMES: [ProviderFailure | null, boolean, boolean][] = [
  [null, true, false],
  [refused, false, true],
  [unanswered, false, true],
  [slow, true, false],
  [cut, true, false],
  [wrong, true, false],
];
const outcomes = fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 60 });

describe('a circuit', () => {
  it('opens with the fifth failure to connect in a row, whatever came before, and stays so', () => {
    fc.assert(
      fc.property(outcomes, (all) => {
        const circuit = newCircuit('http://x');
        let [inARow, isOpen] = [0, false];
        for (const [failure, wasConnected, isDeath] of all) {
          inARow = isDeath ? inARow + 1 : 0;
          const opens = !isOpen && inARow === 5;
          expect(circuit.note(failure, wasConnected)).toBe(opens);
          isOpen ||= opens;
          expect(circuit.reason() !== null).toBe(isOpen);
        }
      }),
    );
  });

  it('is not opened by a server that takes connections, however it fails', () => {
    const circuit = newCircuit('http://x');
    const noted = Array.from({ length: 50 }, (_, at) =>
      circuit.note([slow, cut, wrong][at % 3] ?? null, true),
    );
    expect([noted.includes(true), circuit.reason()]).toEqual([false, null]);
  });

  it('says what it was opened by, and keeps to it', () => {
    const circuit = newCircuit('http://x');
    for (let n = 0; n < 5; n++) circuit.note(refused, false);
    const reason = 'http://x failed 5 times in a row (nothing listens there); nothing more is sent to it';
    expect(circuit.reason()).toBe(reason);
    for (let n = 0; n < 5; n++) circuit.note(unanswered, false);
    circuit.note(null, true);
    expect(circuit.reason()).toBe(reason);
  });
});
