import * as z from 'zod/mini';
import '../messages.ts';

/** Crockford's base 32 (crockford.com/base32.html): no I, L, O and U, so that nothing is taken for something else. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Symbols that are drawn: 35 bits. One more is the check. */
export const DRAWN = 7;

/** A product with x in the field of 32 elements, modulo x^5 + x^2 + 1. */
const timesX = (value: number): number => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31;

const sum = (text: string): number =>
  [...text].reduce((before, symbol) => timesX(before) ^ SYMBOLS.indexOf(symbol), 0);

/**
 * A code to join a class by, such as `K7QM-2XP9`. The last symbol is the check symbol of a Reed-Solomon code over the
 * field of 32 elements (MacWilliams & Sloane, "The Theory of Error-Correcting Codes", 1977, ch. 10): one wrong symbol, or
 * two that changed places, are always found.
 *
 * @param drawn at least seven random bytes
 */
export function classCodeFrom(drawn: Uint8Array): string {
  const symbols = Array.from({ length: DRAWN }, (_, i) => SYMBOLS[(drawn[i] ?? 0) & 31]).join('');
  return shownCode(`${symbols}${SYMBOLS[timesX(sum(symbols))]}`);
}

/** As it is told to people: two groups of four. */
export const shownCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** What was typed, without spaces and dashes, in capitals, and with the letters that stand for digits as these. */
export const normalCode = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\p{Pd}\p{Z}\s\u2212_.]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');

const isCode = (code: string): boolean =>
  code.length === DRAWN + 1 && [...code].every((symbol) => SYMBOLS.includes(symbol)) && sum(code) === 0;

/** A join code as people type it; what comes of it is in its normal form. */
export const classCode = z
  .pipe(z.string().check(z.maxLength(64)), z.transform(normalCode))
  .check(z.refine(isCode, 'it is mistyped: a code has eight letters and digits, such as K7QM-2XP9'));
