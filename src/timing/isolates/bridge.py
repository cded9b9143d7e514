"""The Python side of a measurement: loads the subject, runs its operations and times them inside of this process.

It is talked to as serving.py says; during a rehearsal, lines {"at": index} say which step comes next. Arrays travel as
base64 of little-endian numbers: float32 for inputs, float64 for results.
"""
import base64
import importlib.util
import numbers
import os
import struct
import sys
import sysconfig
import types
from time import perf_counter_ns

from serving import Failure, describe, encode, frames_of, serve

try:
    from resource import RUSAGE_SELF, getrusage
except ImportError:  # Windows
    getrusage = None

PACKAGE, CORE, PROGRAM = "tinytorch", "tinytorch.core", "<program>"
SHORTEST_SAMPLE_NS, MOST_SAMPLES = 5_000, 100_000
OPERATIONS = ("tensor", "add", "multiply", "sum", "matmul", "linear", "relu")
METHODS = {"add": "__add__", "multiply": "__mul__", "sum": "sum", "matmul": "matmul"}


def preemptions():
    return getrusage(RUSAGE_SELF).ru_nivcsw if getrusage else 0


def flatten(value, into):
    """Appends the numbers of a scalar, nested lists, an array or a tensor in row-major order."""
    if isinstance(value, numbers.Real):
        into.append(float(value))
    elif isinstance(value, (list, tuple)):
        for each in value:
            flatten(each, into)
    elif hasattr(value, "tolist"):
        flatten(value.tolist(), into)
    elif hasattr(value, "data"):
        flatten(value.data, into)
    elif callable(getattr(value, "numpy", None)):
        flatten(value.numpy(), into)
    else:
        raise Failure(f"returned {type(value).__name__} instead of numbers")
    return into


def nest(flat, shape):  # flat numbers as nested lists of the shape
    if len(shape) < 2:
        return flat if shape else flat[0]
    width = len(flat) // shape[0]
    return [nest(flat[row * width : (row + 1) * width], shape[1:]) for row in range(shape[0])]


def import_failure(file, error):
    """Why a file can't be imported: the module that is absent, the exception, and the lines that led to it."""
    absent = error.name if isinstance(error, ModuleNotFoundError) else None
    return {"file": file, "absent": absent, "message": describe(error), "frames": frames_of(error)}


class FileSubject:
    """Functions by the operations' names in one file; a tensor is whatever these functions agree on."""

    def __init__(self, path):
        file = os.path.basename(path)
        # What a program's lines refer to, a reason per absent operation, and the function that reads a tensor, if any.
        self.names, self.missing, self.values = {}, {}, None
        # A name of its own, so that a file called random.py does not become the module `random`.
        spec = importlib.util.spec_from_file_location("subject_" + file[:-3], path)
        module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except BaseException as error:
            self.missing = dict.fromkeys(OPERATIONS, import_failure(file, error))
            return
        self.values = getattr(module, "values", None)
        for name in OPERATIONS:
            self.names[name] = getattr(module, name, None)
            if not callable(self.names[name]):
                self.missing[name] = {"file": file, "symbol": name}

    def give(self, flat, shape):  # an input array the way `tensor` wants it
        return flat


def open_package(root):
    """Makes the modules of a TinyTorch package importable one by one, whatever its __init__ does."""
    stand_in(PACKAGE, root)
    try:
        importlib.import_module(CORE)
    except BaseException:  # what its __init__ does is no concern of the modules
        stand_in(CORE, root)


def stand_in(name, root):  # an empty package: its modules are found without running its __init__
    package = sys.modules[name] = types.ModuleType(name)
    package.__path__ = [os.path.join(root, *name.split("."))]


class PackageSubject:
    """A TinyTorch package, each module loaded on its own: its __init__ works only once most of the course is built."""

    values = None

    def __init__(self, root):
        self.root, self.names, self.missing = root, {}, {}
        try:
            self.numpy = importlib.import_module("numpy")
        except BaseException:  # the subject may do without
            self.numpy = None
        open_package(root)
        tensor = self.names["Tensor"] = self.symbol("tensor", "tensor", "Tensor")
        if tensor is None:
            self.missing = dict.fromkeys(OPERATIONS, self.missing["tensor"])
            return
        for operation, name in METHODS.items():
            if not hasattr(tensor, name):
                self.missing[operation] = {"file": PACKAGE + "/core/tensor.py", "symbol": f"Tensor.{name}"}
        self.layer = self.symbol("linear", "layers", "Linear")
        relu = self.symbol("relu", "activations", "ReLU")
        try:
            self.names["relu"] = relu and call_of(relu())
        except BaseException as error:
            self.missing["relu"] = import_failure(PACKAGE + "/core/activations.py", error)

    def symbol(self, operation, area, name):
        """What a module offers under a name; None, with the reason kept, where it does not."""
        file = f"{PACKAGE}/core/{area}.py"
        try:
            module = importlib.import_module(f"{CORE}.{area}")
        except BaseException as error:
            self.missing[operation] = import_failure(file, error)
            return None
        if not hasattr(module, name):
            self.missing[operation] = {"file": file, "symbol": name}
        return getattr(module, name, None)

    def linear(self, weight, bias):
        layer = self.layer(*weight.shape)
        setattr(layer, "weights" if hasattr(layer, "weights") else "weight", weight)  # the course's older name
        layer.bias = bias
        return call_of(layer)

    def give(self, flat, shape):
        if self.numpy is None:
            return nest(flat, shape)
        return self.numpy.array(flat, dtype=self.numpy.float32).reshape(shape)


def call_of(layer):
    return layer if callable(layer) else layer.forward


class Program:
    """A benchmark's program as one generated function, so that nothing is dispatched while the clock runs."""

    def __init__(self, subject, inputs):
        self.subject, self.scope, self.result = subject, dict(subject.names), None
        for name, given in inputs.items():
            flat = [value for (value,) in struct.iter_unpack("<f", base64.b64decode(given["data"]))]
            self.scope.update({name: subject.give(flat, given["shape"]), name + "_shape": tuple(given["shape"])})

    def read(self, result):
        return encode(flatten(self.subject.values(result) if self.subject.values else result, []))

    def rehearse(self, steps, source, parameters, report):
        """Runs each step once, up to the first that fails, then compiles the timed function."""
        values = {}
        for index, step in enumerate(steps):
            report(index)
            operation, target = step["operation"], step["target"]
            try:
                if "layer" in step:  # it gets its weights here, outside of what is timed
                    self.scope[target + "_layer"] = self.subject.linear(*[self.scope[name] for name in step["layer"]])
                exec(step["line"], self.scope)
                result = self.scope[target]
                if result is None or isinstance(result, str):
                    flatten(result, [])  # raises
                if step["observed"]:
                    operation = "values" if self.subject.values else operation
                    values[step["name"]] = self.read(result)
            except BaseException as error:
                failure = {"operation": operation, "step": step["name"], "message": describe(error)}
                return {"values": values, "failure": failure}
        exec(compile(source, PROGRAM, "exec"), self.scope)
        self.timed, self.given = self.scope["timed"], {name: self.scope[name] for name in parameters}
        return {"values": values}

    def time(self, calls):  # nanoseconds of all calls together
        elapsed, self.result = self.timed(calls, perf_counter_ns, **self.given)
        return elapsed


def runtime():
    """What runs here, and the files that were imported so far."""
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    return {
        "executable": sys.executable if "PYENV_VERSION" in os.environ else None,
        "python": ".".join(map(str, sys.version_info[:3])),
        "numpy": getattr(sys.modules.get("numpy"), "__version__", None),
        "files": [file for file in files if isinstance(file, str)],
        "installed": sorted(set(sysconfig.get_paths().values())),
    }


def pin(processor):
    try:  # After loading: numpy's threads have started by then and are not confined with this one.
        os.sched_setaffinity(0, {processor})
        return {"pinned": True}
    except (AttributeError, OSError):  # not Linux, or not allowed
        return {"pinned": False}


class Bridge:
    """Answers requests; the methods are named as the requests are and take their fields."""

    def __init__(self, send):
        self.report = lambda at: send(at=at)

    def failure(self, error):
        lines = [line for file, line in frames_of(error) if file == PROGRAM]
        return {"error": describe(error), "line": lines[0] if lines else None}

    def load(self, path):
        # Instead of the bridge's own folder and modules, what the subject would see when it runs by itself.
        del sys.modules["serving"]
        sys.path[0] = path if os.path.isdir(path) else os.path.dirname(path)
        self.subject = PackageSubject(path) if os.path.isdir(path) else FileSubject(path)
        return {**runtime(), "missing": self.subject.missing}

    def pin(self, processor):
        return pin(processor)

    def rehearse(self, inputs, **program):
        self.program = Program(self.subject, inputs)
        return self.program.rehearse(report=self.report, **program)

    def run(self, calls):
        before = preemptions()
        return {"ms": self.program.time(calls) / 1e6, "preempted": preemptions() > before}

    def sample(self, budget_ms):
        """Durations per call in ms; calls are timed together where one is too short for the clock."""
        calls, samples, start = 1, [], perf_counter_ns()
        while not samples or (perf_counter_ns() < start + budget_ms * 1e6 and len(samples) < MOST_SAMPLES):
            elapsed = self.program.time(calls)
            samples.append(elapsed / 1e6 / calls)
            if elapsed < SHORTEST_SAMPLE_NS:
                calls, samples, start = 2 * calls, [], perf_counter_ns()
        return {"calls_ms": encode(samples), "calls_per_sample": calls}

    def result(self):
        return {"values": self.program.read(self.program.result)}


if __name__ == "__main__":
    serve(Bridge)
