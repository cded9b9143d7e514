import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/storage/digit-files/csv.ts';
import { readDigits } from '../../../src/storage/digit-files/read-digits.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const COUNT = 100;
const PIXELS = 16;
const pixelsOf = (image: number) => Array.from({ length: PIXELS }, (_, p) => (5 * image + 11 * p) % 256);
const labelFirst = (image: number) => [image % 10, ...pixelsOf(image)];
const labelLast = (image: number) => [...pixelsOf(image), image % 10];
const lines = (row: (image: number) => number[], delimiter = ',') =>
  Array.from({ length: COUNT }, (_, image) => row(image).join(delimiter));
const names = Array.from({ length: PIXELS }, (_, p) => `pixel${p}`).join(',');

const read = (rows: readonly string[], ending = '\n') =>
  readDigits(join(temporaryFolder({ 'digits.csv': rows.join(ending) }), 'digits.csv'));
const images = Float32Array.from(
  Array.from({ length: COUNT }, (_, image) => pixelsOf(image)).flat(),
  (value) => value / 255,
);
const labels = Uint8Array.from({ length: COUNT }, (_, image) => image % 10);

describe('readCsv', () => {
  it.each([
    ['label first', lines(labelFirst)],
    ['label last', lines(labelLast)],
    ['a header with the label first', [`label,${names}`, ...lines(labelFirst)]],
    ['a quoted header with the class last', [`${names},"Class"`, ...lines(labelLast)]],
    ['semicolons', lines(labelFirst, ';')],
    ['tabs', lines(labelFirst, '\t')],
    ['empty lines', lines(labelFirst).flatMap((line) => ['', line, '  '])],
    ['a byte order mark', [`\uFEFF${lines(labelFirst)[0]}`, ...lines(labelFirst).slice(1)]],
    ['quoted numbers', lines(labelFirst).map((line) => line.replace(/^\d+/, '"$&"'))],
  ])('takes %s', (_, rows) => {
    expect(read(rows)).toEqual({ images, labels, count: COUNT, size: 4 });
  });

  it('takes lines that end as on Windows, with the last one ended or not', () => {
    expect(read([...lines(labelFirst), ''], '\r\n')).toEqual(read(lines(labelFirst)));
  });

  it.each([
    ['1x', /digits\.csv:4: column 3: '1x' is no number/],
    ['', /digits\.csv:4: column 3: it is empty/],
    ['1,2', /digits\.csv:4: there are 18 columns, and 17 in the first line/],
  ])('names line and column of %j', (field, message) => {
    const rows = lines(labelFirst).map((line, row) => {
      const fields = line.split(',');
      return (row === 2 ? fields.with(2, field) : fields).join(',');
    });
    expect(() => read(['', ...rows])).toThrow(message);
  });

  it('names line and column of a label that is none', () => {
    const rows = [`label,${names}`, ...lines(labelFirst)].with(5, labelFirst(4).with(0, 12).join(','));
    expect(() => read(rows)).toThrow(/digits\.csv:6: column 1: the label is 12 and no digit/);
  });

  it('takes a word in the first line for a mistake, not for a header', () => {
    expect(() => read(lines(labelFirst).with(0, labelFirst(0).join(',').replace(/\d+$/, 'x')))).toThrow(
      /digits\.csv:1: column 17: 'x' is no number/,
    );
  });

  it('does not guess where both ends could be the label', () => {
    const rows = lines((image) => [image % 10, ...pixelsOf(image).slice(1), (image + 1) % 10]);
    expect(() => read(rows)).toThrow(/both its first and its last column could be the labels/);
  });

  it('does not take a column of pixels for labels', () => {
    expect(() => read(lines((image) => [10, ...pixelsOf(image)]))).toThrow(/neither its first nor its last/);
  });

  it('refuses an empty file', () => {
    expect(() => read([])).toThrow(/neither its first nor its last/);
  });

  it('reads back any numbers as they were written', async () => {
    const number = fc.double({ min: 0, max: 1e6, noNaN: true });
    const row = fc.array(number, { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const text = ['label,a,b,c,d', ...rows.map((each, i) => [i % 10, ...each].join(','))].join('\n');
        expect(Array.from(readCsv(Buffer.from(text)).images.data)).toEqual(rows.flat());
      }),
    );
  });
});
