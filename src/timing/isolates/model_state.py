"""A model's state as bytes that a fresh process can read, and what of it counts as the model's size."""
import copyreg
import io
import pickle
import types

LONGEST_NAME = 64  # characters of an attribute's name; more than that is data that hides in a name
CONTAINERS = (tuple, list, set, frozenset)


def tensor_of(kind, data):
    """A tensor as it is after training, without its gradient and its graph."""
    tensor = kind(data)
    # Constructors of the course convert to float32; what was stored in fewer bits stays so.
    if getattr(tensor.data, "dtype", None) != getattr(data, "dtype", None):
        tensor.data = data
    return tensor


# Bytes name the function that reads them: here it is found in the program that runs, whatever the subject imports.
tensor_of.__module__ = "__main__"


class StatePickler(pickle.Pickler):
    """
    Pickles a model and adds up the size of what it pickles: arrays at their real size, other numbers 8 bytes, texts
    their length; names of classes and attributes and the structure around them nothing. What occurs twice counts once.
    """

    def __init__(self, file, tensor, numpy):
        super().__init__(file, protocol=4)
        self.tensor, self.numpy = tensor, numpy
        self.size_bytes, self.seen = 0, {}

    def reducer_override(self, value):  # called once for everything that is not built in
        if isinstance(value, (type, types.FunctionType)):  # by their names
            return NotImplemented
        if self.tensor and isinstance(value, self.tensor):
            self.count(value.data)
            return tensor_of, (type(value), value.data)
        if self.numpy and self.is_of_numpy(value):
            return NotImplemented
        reduce = copyreg.dispatch_table.get(type(value))
        reduced = reduce(value) if reduce else value.__reduce_ex__(4)
        return self.count_parts(*reduced) if isinstance(reduced, tuple) else reduced

    def is_of_numpy(self, value):
        numpy = self.numpy
        if isinstance(value, numpy.ndarray):
            if value.dtype.hasobject:
                self.count(value.ravel().tolist())
            else:
                self.size_bytes += value.size * value.itemsize
            return type(value).__reduce__ is numpy.ndarray.__reduce__
        if isinstance(value, numpy.generic):
            self.size_bytes += max(8, value.itemsize)
            return True
        return isinstance(value, numpy.dtype)

    def count_parts(self, make, arguments, state=None, items=None, pairs=None, *rest):
        items, pairs = (None if each is None else list(each) for each in (items, pairs))
        self.count(arguments)
        for part in state if isinstance(state, tuple) and len(state) == 2 else (state,):
            if type(part) is dict:  # attributes
                for name, value in part.items():
                    self.count(value)
                    self.size_bytes += len(name) if len(name) > LONGEST_NAME else 0
            else:
                self.count(part)
        self.count(items)
        self.count(pairs)
        return (make, arguments, state, items and iter(items), pairs and iter(pairs), *rest)

    def count(self, value):
        """Adds what is built in; everything else comes by itself."""
        kind = type(value)
        if kind in (bool, float):
            self.size_bytes += 8
        elif kind is int:
            self.size_bytes += max(8, (value.bit_length() + 7) // 8)
        elif kind in (str, bytes, dict, *CONTAINERS) and id(value) not in self.seen:
            self.seen[id(value)] = value  # kept, so that nothing else gets its id
            if kind is str:
                self.size_bytes += len(value.encode("utf-8", "surrogatepass"))
            elif kind is bytes:
                self.size_bytes += len(value)
            else:
                for each in value.items() if kind is dict else value:
                    self.count(each)


def state_of(model, tensor, numpy):
    """The model's bytes and its size."""
    file = io.BytesIO()
    pickler = StatePickler(file, tensor, numpy)
    pickler.dump(model)
    return file.getvalue(), pickler.size_bytes
