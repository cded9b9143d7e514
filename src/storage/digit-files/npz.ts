import { InvalidData } from './invalid-data.ts';
import { type NumberArray, readNpy } from './npy.ts';
import { listZip, type ZipMember } from './zip.ts';

/** Images with their labels: the whole set, or its training and test part. */
export interface LabelledPart {
  /** How the arrays are called in messages. */
  names: { images: string; labels: string };
  images: NumberArray;
  labels: NumberArray;
}

const IMAGES = ['images', 'image', 'x', 'data', 'pixels'];
const LABELS = ['labels', 'label', 'y', 'target', 'targets'];
const PARTS = ['train', 'test'];

const NAMES =
  'numpy.savez(FILE, images=…, labels=…), or x_train, y_train, x_test and y_test for a set in two parts';

/**
 * The images and labels of an .npz archive, recognised by their names in any case: `images` or `x` with `labels` or
 * `y` and the like, with `train` and `test` before or behind where it has two parts. Nothing else in it is unpacked.
 *
 * @param limit_bytes most memory that the unpacked arrays may take together
 * @throws InvalidData
 */
export function readNpz(archive: Buffer, limit_bytes: number): LabelledPart[] {
  const members = byName(listZip(archive));
  const chosen = choose(members);
  const size_bytes = chosen.flat().reduce((sum, { member }) => sum + member.size_bytes, 0);
  if (size_bytes > limit_bytes) {
    const [size, limit] = [size_bytes, limit_bytes].map((bytes) => `${Math.round(bytes / 2 ** 20)} MiB`);
    throw new InvalidData(`its arrays take ${size} unpacked; at most ${limit} are read.`, {
      hint: "Save fewer images, or smaller numbers: images.astype('uint8').",
    });
  }
  return chosen.map(([images, labels]) => ({
    names: { images: images.name, labels: labels.name },
    images: readNpy(images.member.read(), images.name),
    labels: readNpy(labels.member.read(), labels.name),
  }));
}

interface Named {
  name: string;
  member: ZipMember;
}

/** Members by their bare names: `X_train.npy` is `xtrain`. */
function byName(members: readonly ZipMember[]): Map<string, Named> {
  const named = new Map<string, Named>();
  for (const member of members) {
    const name = member.name.replace(/\.npy$/, '');
    const bare = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
    const first = named.get(bare);
    if (first)
      throw new InvalidData(`it holds both ${first.name} and ${name}.`, { hint: 'Keep one of them.' });
    named.set(bare, { name, member });
  }
  return named;
}

type Pair = [images: Named, labels: Named];

function choose(members: ReadonlyMap<string, Named>): Pair[] {
  const parts = PARTS.flatMap((part) => {
    const pair = pairOf(members, (name) => [`${name}${part}`, `${part}${name}`]);
    return pair ? [pair] : [];
  });
  // Whoever names a training part means it, whatever else lies beside it.
  if (parts.length > 0) return parts;
  const whole = pairOf(members, (name) => [name]);
  if (whole) return [whole];
  const found = [...members.values()].map(({ name }) => name).join(', ') || 'nothing';
  throw new InvalidData(`it has no images with labels by their names; it holds ${found}.`, {
    hint: `Save them as ${NAMES}.`,
  });
}

/** The first images and labels of these names; one without the other is a mistake of whoever saved them. */
function pairOf(members: ReadonlyMap<string, Named>, spelled: (name: string) => string[]): Pair | null {
  const first = (names: readonly string[]) =>
    names.flatMap(spelled).flatMap((name) => members.get(name) ?? [])[0];
  const [images, labels] = [first(IMAGES), first(LABELS)];
  if (images && labels) return [images, labels];
  const lone = images ?? labels;
  if (!lone) return null;
  throw new InvalidData(`it has ${lone.name} without ${images ? 'labels' : 'images'} that belong to it.`, {
    hint: `Save both: ${NAMES}.`,
  });
}
