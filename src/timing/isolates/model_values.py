"""Images in, logits out: as numpy arrays, or as nested lists where there is no numpy. Both offer the same methods."""
import base64
import math
import struct

from serving import Failure

CLASSES = 10
TIE = 0.05  # logits nearer than this, in relation to the range of all ten, are a tie: see capstone/predictions.ts


def amount(count, what):
    return f"{count} {what}" + ("" if count == 1 else "s")


def unwrap(value):
    """The array or the lists inside of a tensor."""
    for _ in range(3):
        if isinstance(value, (list, tuple)) or hasattr(value, "__array_interface__"):
            break
        if hasattr(value, "data"):
            value = value.data
        elif callable(getattr(value, "numpy", None)):
            value = value.numpy()
    return value


def no_numbers(result, count):
    expected = f"{amount(count, 'row')} of {CLASSES} numbers"
    return Failure(f"returned {type(result).__name__} instead of {expected}")


def wrong_amount(found, count):
    return Failure(f"returned {amount(found, 'number')} for {amount(count, 'image')} instead of {count * CLASSES}")


class Arrays:
    """Images as float32 (count, pixels), logits as float32 (count, 10)."""

    def __init__(self, numpy):
        self.numpy = numpy

    def images(self, buffer, pixels):
        return self.numpy.frombuffer(buffer, dtype="<f4").reshape(-1, pixels)

    def labels(self, buffer):
        return self.numpy.frombuffer(buffer, dtype="u1").astype(self.numpy.int64)

    def copy_images(self, images):
        return images.copy()

    def opposite(self, images):  # other images of the same kind
        return 1 - images

    def turn(self, images, shift, pixel, change, into):
        """Images from the one at `shift` on, then those before it, one pixel of each changed; `into` is reused."""
        rest = len(images) - shift
        into[:rest], into[rest:] = images[shift:], images[:shift]
        into[:, pixel] += self.numpy.float32(change)
        return into

    def logits(self, result, count):
        value = unwrap(result)
        try:
            array = None if value is None else self.numpy.asarray(value, dtype=self.numpy.float32)
        except (TypeError, ValueError):
            array = None
        if array is None:
            raise no_numbers(result, count)
        if array.size != count * CLASSES:
            raise wrong_amount(array.size, count)
        if array.ndim > 1 and array.shape[0] not in (count, 1):
            shape = " × ".join(map(str, array.shape))
            raise Failure(f"returned {shape} numbers for {amount(count, 'image')} instead of {count} × {CLASSES}")
        return array.reshape(count, CLASSES)

    def copy(self, result):  # of a result, before the model writes the next one over it
        return self.numpy.array(unwrap(result))

    def equal(self, a, b):
        return self.numpy.array_equal(a, b, equal_nan=True)

    def join(self, parts):
        return self.numpy.concatenate(parts)

    def first_not_finite(self, logits):  # (index of the image, the number)
        for image, at in self.numpy.argwhere(~self.numpy.isfinite(logits))[:1]:
            return int(image), float(logits[image, at])
        return None

    def changed(self, first, indices, logits):
        """How many rows of `logits` are other answers than those of the first pass at `indices`."""
        numpy, rows = self.numpy, self.numpy.arange(len(logits))
        before = first[indices].astype(numpy.float64)
        greatest, least, now = before.max(axis=1), before.min(axis=1), logits.argmax(axis=1)
        apart = greatest - before[rows, now] > TIE * (greatest - least)
        return int((apart | numpy.isnan(logits).any(axis=1)).sum())

    def encode(self, logits):
        return base64.b64encode(logits.astype("<f4").tobytes()).decode("ascii")

    def size(self, tensor):
        return int(self.numpy.size(unwrap(tensor)))


class Lists:
    """Images as rows of numbers, logits as rows of ten."""

    def images(self, buffer, pixels):
        flat = [value for (value,) in struct.iter_unpack("<f", buffer)]
        return [flat[at : at + pixels] for at in range(0, len(flat), pixels)]

    def labels(self, buffer):
        return list(buffer)

    def copy_images(self, images):
        return [row[:] for row in images]

    def opposite(self, images):
        return [[1 - value for value in row] for row in images]

    def turn(self, images, shift, pixel, change, into):
        turned = self.copy_images(images[shift:] + images[:shift])
        for row in turned:
            row[pixel] += change
        return turned

    def logits(self, result, count):
        flat = self.flatten(result, result, count, [])
        if len(flat) != count * CLASSES:
            raise wrong_amount(len(flat), count)
        return [flat[at : at + CLASSES] for at in range(0, len(flat), CLASSES)]

    def flatten(self, value, result, count, into):
        value = unwrap(value)
        if isinstance(value, (list, tuple)):
            for each in value:
                self.flatten(each, result, count, into)
        elif isinstance(value, (int, float)):
            into.append(float(value))
        else:
            raise no_numbers(result, count)
        return into

    def copy(self, result):
        return self.flatten(result, result, 1, [])

    def equal(self, a, b):
        return repr(a) == repr(b)

    def join(self, parts):
        return [row for part in parts for row in part]

    def first_not_finite(self, logits):
        found = ((at, value) for at, row in enumerate(logits) for value in row if not math.isfinite(value))
        return next(found, None)

    def changed(self, first, indices, logits):
        return sum(self.differs(first[at], row) for at, row in zip(indices, logits))

    def differs(self, before, after):
        if any(math.isnan(value) for value in after):
            return True
        return max(before) - before[after.index(max(after))] > TIE * (max(before) - min(before))

    def encode(self, logits):
        flat = [value for row in logits for value in row]
        return base64.b64encode(struct.pack(f"<{len(flat)}f", *flat)).decode("ascii")

    def size(self, tensor):
        value = unwrap(tensor)
        return sum(map(self.size, value)) if isinstance(value, (list, tuple)) else 1
