import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { TitoError } from '../../../src/errors.ts';
import { readDigits } from '../../../src/storage/digit-files/read-digits.ts';
import { sharedTemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';
import { hasNumpy, runNumpy } from './_numpy.ts';

const DTYPES = [
  '?',
  '|u1',
  '|i1',
  ...['u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8'].flatMap(bothOrders),
];
function bothOrders(type: string): string[] {
  return [`<${type}`, `>${type}`];
}

/** 120 images of 8×8; pixel p of image i is (7 i + 3 p) mod 17, and its label is i mod 10. */
const COUNT = 120;
const PIXELS = 64;
const pixel = (image: number, p: number) => (7 * image + 3 * p) % 17;
const expected = (divisor: number, cut = (value: number) => value) =>
  Float32Array.from(
    { length: COUNT * PIXELS },
    (_, i) => cut(pixel(Math.floor(i / PIXELS), i % PIXELS)) / divisor,
  );
const LABELS = Uint8Array.from({ length: COUNT }, (_, i) => i % 10);

function failure(file: string): TitoError {
  try {
    readDigits(file);
  } catch (error) {
    if (error instanceof TitoError) return error;
    throw error;
  }
  throw new Error(`${file} was read`);
}

describe.skipIf(!hasNumpy)('readDigits of .npz (needs python3 with numpy)', () => {
  const folder = sharedTemporaryFolder();
  const path = (name: string) => join(folder, name);

  beforeAll(() =>
    runNumpy(
      `
i, p = np.arange(${COUNT})[:, None], np.arange(${PIXELS})[None, :]
X = (7 * i + 3 * p) % 17
y = np.arange(${COUNT}) % 10
def save(name, images=None, labels=y, **others):
    np.savez(name, **({} if images is None else {"images": images}), **({} if labels is None else {"labels": labels}), **others)
for number, dtype in enumerate(${JSON.stringify(DTYPES)}):
    save(f"dtype{number}", (X > 8 if dtype == "?" else X).astype(dtype), y.astype("i8" if dtype == "?" else dtype))
np.savez_compressed("compressed", images=X.astype("u1"), labels=y)
for name, shape in {"flat": (-1, 64), "square": (-1, 8, 8), "channel": (-1, 1, 8, 8), "last": (-1, 8, 8, 1)}.items():
    save(name, X.reshape(shape))
save("fortran", np.asfortranarray(X.reshape(-1, 8, 8).astype("i2")))
for number, (images, labels) in enumerate([("X", "y"), ("data", "target"), ("x", "targets"), ("IMAGES", "Labels")]):
    np.savez(f"names{number}", **{images: X, labels: y, "notes": np.array(["text"], dtype=object)})
np.savez("parts", X_test=X[90:].astype("f4"), Y_test=y[90:], X_train=X[:90], Y_train=y[:90])
np.savez("parts_before", train_images=X[:90], train_labels=y[:90], test_images=X[90:], test_labels=y[90:])
np.savez("train_only", x_train=X, y_train=y)
np.savez("part_without", x_train=X, y_train=y, x_test=X)
for name, scale in {"share": 1 / 16, "byte": 255 / 16, "own": 100}.items():
    save(name, X * scale)
save("column", X, y[:, None])
save("negative", X - 1.0); save("nan", np.where(X == 3, np.nan, X)); save("black", X * 0)
save("objects", X.astype(object)); save("records", np.zeros(${COUNT}, [("a", "i4")])); save("complex", X + 0j)
save("oblong", X.reshape(-1, 4, 16)); save("odd", X[:, :60]); save("deep", X.reshape(-1, 2, 2, 4, 4)); save("tiny", X[:, :9])
save("short_labels", X, y[:-1]); save("one_hot", X, np.eye(10)[y]); save("eleven", X, y + 1); save("half", X, y + 0.5)
save("no_seven", X, np.where(y == 7, 1, y)); save("few", X[:99], y[:99]); save("none", X[:0], y[:0])
save("no_labels", X, None); save("no_images"); np.savez("empty"); np.savez("twice", images=X, Images=X, labels=y)
np.savez("two_sizes", x_train=X, y_train=y, x_test=X[:, :49], y_test=y)
np.save("single", X)
import pickle; pickle.dump({"images": X, "labels": y}, open("digits.dat", "wb"))
pickle.dump({"images": 1}, open("old.pkl", "wb"), protocol=0)
`,
      folder,
    ),
  );

  it.each(DTYPES.map((dtype, number) => ({ dtype, number })))(
    'takes numbers of type $dtype',
    ({ dtype, number }) => {
      const { images, labels, count, size } = readDigits(path(`dtype${number}.npz`));
      expect([count, size]).toEqual([COUNT, 8]);
      expect(images).toEqual(dtype === '?' ? expected(1, (value) => Number(value > 8)) : expected(16));
      expect(labels).toEqual(LABELS);
    },
  );

  it.each(['compressed', 'flat', 'square', 'channel', 'last', 'fortran', 'column'])(
    'takes %s arrays for the same images',
    (name) => expect(readDigits(path(`${name}.npz`))).toEqual(readDigits(path('dtype1.npz'))),
  );

  it.each(['names0', 'names1', 'names2', 'names3', 'parts', 'parts_before', 'train_only'])(
    'finds images and labels by their names: %s',
    (name) => expect(readDigits(path(`${name}.npz`))).toEqual(readDigits(path('dtype1.npz'))),
  );

  it.each(['share', 'byte', 'own'])('brings pixels to 0..1: %s', (name) => {
    const { images } = readDigits(path(`${name}.npz`));
    const wanted = expected(16);
    expect(images).toHaveLength(wanted.length);
    expect(Math.max(...images.map((value, i) => Math.abs(value - (wanted[i] ?? 0))))).toBeLessThan(1e-6);
  });

  it.each([
    ['negative', 'has a pixel of -1'],
    ['nan', 'has a pixel of NaN'],
    ['black', 'all pixels of its images are 0'],
    ['objects', 'images holds Python objects'],
    ['records', 'images holds records'],
    ['complex', 'images holds complex numbers'],
    ['oblong', 'images has the shape (120, 4, 16)'],
    ['odd', '60 pixels are no square image'],
    ['deep', 'images has the shape (120, 2, 2, 4, 4)'],
    ['tiny', '3 × 3 pixels are too few'],
    ['short_labels', 'images has 120 images and labels 119 labels'],
    ['one_hot', 'labels has the shape (120, 10)'],
    ['eleven', 'label 10 of labels is 10 and no digit'],
    ['half', 'label 1 of labels is 0.5 and no digit'],
    ['no_seven', 'it has no image of 7'],
    ['few', 'it has 99 images; at least 100 are needed'],
    ['none', 'it has 0 images'],
    ['no_labels', 'it has images without labels'],
    ['no_images', 'it has labels without images'],
    ['empty', 'it holds nothing'],
    ['twice', 'it holds both images and Images'],
    ['part_without', 'it has x_test without labels'],
    ['two_sizes', 'images of 8 × 8 and of 7 × 7 pixels'],
  ])('refuses %s: %s', (name, reason) => {
    const { code, message, exit } = failure(path(`${name}.npz`));
    expect({ code, message, exit }).toEqual({
      code: 'invalid_data',
      message: expect.stringContaining(reason),
      exit: 3,
    });
    expect(message).toContain(path(`${name}.npz`));
  });

  it.each([
    ['single.npy', 'numpy.savez('],
    ['digits.dat', 'pickle.load('],
    ['old.pkl', 'pickle.load('],
  ])('says what to do with %s', (name, hint) => {
    expect(failure(path(name))).toMatchObject({ code: 'invalid_data', hint: expect.stringContaining(hint) });
  });
});

describe('readDigits', () => {
  it.each([
    ['train.npz', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', 'git lfs pull'],
    ['train.csv', '\x1f\x8b\x08\x00', 'gunzip'],
    ['train.npz', 'no archive', 'numpy.savez('],
    ['train.bin', '0,1\n\0', 'numpy.savez('],
  ])('says what to do where %s begins with %j', (name, content, hint) => {
    const file = join(temporaryFolder(), name);
    writeFileSync(file, content, 'latin1');
    expect(failure(file)).toMatchObject({ code: 'invalid_data', hint: expect.stringContaining(hint) });
  });

  it('does not take a folder, or what is not there, for digits', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tito-digits-'));
    mkdirSync(join(folder, 'a.npz'));
    expect(failure(join(folder, 'a.npz')).message).toContain('it is a folder');
    expect(failure(join(folder, 'b.npz'))).toMatchObject({
      code: 'unreadable_file',
      message: expect.stringContaining('ENOENT: no such file or directory.'),
    });
  });
});
