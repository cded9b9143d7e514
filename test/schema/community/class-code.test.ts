import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classCode, classCodeFrom, DRAWN, normalCode } from '../../../src/schema/community/class-code.ts';

const code = fc.uint8Array({ minLength: DRAWN, maxLength: DRAWN }).map(classCodeFrom);
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const isTaken = (text: string) => classCode.safeParse(text).success;

describe('a join code', () => {
  it('is two groups of four, of letters and digits that nobody mistakes', () => {
    fc.assert(
      fc.property(code, (drawn) => {
        expect(drawn).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      }),
    );
  });

  it.each([
    ['in small letters', (text: string) => text.toLowerCase()],
    ['without a dash', (text: string) => text.replace('-', '')],
    ['with spaces and another dash', (text: string) => ` ${text.replace('-', ' – ')} `],
    [
      'in full-width letters',
      (text: string) =>
        text.replaceAll(/[0-9A-Z]/g, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)),
    ],
    [
      'with O for 0, and I or L for 1',
      (text: string) => text.replaceAll('0', 'o').replace('1', 'I').replaceAll('1', 'l'),
    ],
  ])('is the same %s', (_name, typed) => {
    fc.assert(
      fc.property(code, (drawn) => {
        expect(classCode.parse(typed(drawn))).toBe(drawn.replace('-', ''));
      }),
    );
  });

  it('is found out by one wrong symbol, whichever and wherever', () => {
    const place = fc.integer({ min: 0, max: DRAWN });
    fc.assert(
      fc.property(code, place, fc.constantFrom(...SYMBOLS), (drawn, i, symbol) => {
        const plain = normalCode(drawn);
        const typed = plain.slice(0, i) + symbol + plain.slice(i + 1);
        expect(isTaken(typed)).toBe(typed === plain);
      }),
    );
  });

  it('is found out by any two symbols that changed places', () => {
    const place = fc.integer({ min: 0, max: DRAWN });
    fc.assert(
      fc.property(code, place, place, (drawn, i, j) => {
        const symbols = [...normalCode(drawn)];
        [symbols[i], symbols[j]] = [symbols[j] ?? '', symbols[i] ?? ''];
        expect(isTaken(symbols.join(''))).toBe(symbols.join('') === normalCode(drawn));
      }),
    );
  });

  it('takes nothing of another length or with other letters', () => {
    const [drawn] = fc.sample(code, 1);
    for (const text of ['', '00', `${drawn}0`, 'UUUU-UUUU', '<script>', 'K7QM–2XPÐ', '0'.repeat(10_000)])
      expect(isTaken(text), text).toBe(false);
  });
});
