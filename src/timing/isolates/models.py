"""Trains a subject's models in Python, restores them, lets them predict and times that, inside of this process.

It is talked to as serving.py says; lines {"at": done, "of": total} say how far training has come. Arrays are handed over
in pieces before the request that uses them. All arrays travel as base64 of little-endian numbers.
"""
import base64
import copy
import gc
import importlib
import importlib.util
import math
import os
import pickle
import random
import sys
import traceback
import types
from time import perf_counter_ns, process_time_ns

import bridge
import process_memory
from model_loop import PredictionLoop, predictor_of
from model_state import state_of, tensor_of
from model_values import Arrays, Lists
from serving import Failure, describe, encode, frames_of, serve

OWN_MODULES = ("bridge", "process_memory", "model_loop", "model_state", "model_values", "serving")
STEPS = {"baseline": "baseline(data)", "optimized": "optimized(data, baseline)"}
PROGRESS_NS = 50_000_000  # training is not to be held up by telling of it


def end_with_parent():
    """Ends this process when its parent is killed, even while a subject's code never returns; on Linux only."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL
    except Exception:  # the alarm of serving.py remains
        pass


def open_package(folder):
    """Makes `tinytorch` importable, as a whole or by its modules. Returns why not as a whole."""
    try:
        importlib.import_module(bridge.PACKAGE)
        return None
    except BaseException as error:
        for name in [name for name in sys.modules if name.split(".")[0] == bridge.PACKAGE]:
            del sys.modules[name]
        bridge.open_package(folder)
        return describe(error)


def numpy_or_none():
    try:
        return importlib.import_module("numpy")
    except BaseException:  # the subject may do without
        return None


class Models:
    """Answers requests; the methods are named as the requests are and take their fields."""

    def __init__(self, send):
        self.send, self.step = send, ""
        # Arrays handed over, and by model: itself, how it is called, and its logits of the first pass.
        self.given, self.models, self.predictors, self.first = {}, {}, {}, {}
        self.idle, self.is_peak_known = None, True

    def failure(self, error):
        """What the subject raised, with the step under way and the innermost of its own lines."""
        if isinstance(error, Failure):
            return {"error": describe(error), "line": None}
        traceback.print_exception(type(error), error, error.__traceback__)
        own = [frame for frame in frames_of(error) if frame[0].startswith(self.folder + os.sep)]
        place = f" ({os.path.relpath(own[-1][0], self.folder)}, line {own[-1][1]})" if own else ""
        return {"error": f"{self.step}: {describe(error)}{place}", "line": None}

    def load(self, path):
        self.folder, self.file = os.path.split(path)
        self.step = f"loading {self.file}"
        # Instead of our own folder and modules, what the subject would see when it runs by itself.
        sys.path[0] = self.folder
        for name in OWN_MODULES:
            del sys.modules[name]
        self.numpy = numpy_or_none()
        self.values = Arrays(self.numpy) if self.numpy else Lists()
        has_package = os.path.isdir(os.path.join(self.folder, bridge.PACKAGE))
        unopened = open_package(self.folder) if has_package else None
        name = "subject_" + self.file[:-3]  # so that a file called random.py does not become the module `random`
        spec = importlib.util.spec_from_file_location(name, path)
        self.module = sys.modules[name] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(self.module)
        except BaseException as error:
            traceback.print_exception(type(error), error, error.__traceback__)
            broken = bridge.import_failure(self.file, error)
            if unopened and isinstance(error, ImportError):
                broken["message"] += f" (importing {bridge.PACKAGE} as a whole fails: {unopened})"
            return {**bridge.runtime(), "package": has_package, "broken": broken}
        absent = [call for model, call in STEPS.items() if not callable(getattr(self.module, model, None))]
        if absent:
            raise Failure(f"{self.file} has no " + " and no ".join(f"function {call}" for call in absent))
        process_memory.forget_peak()
        self.idle = process_memory.resident()
        return {**bridge.runtime(), "package": has_package, "broken": None}

    def tensor(self):
        """The Tensor of the subject's package, if it has one."""
        try:
            return getattr(importlib.import_module(bridge.CORE + ".tensor"), "Tensor", None)
        except BaseException:
            return None

    def pin(self, processor):
        return bridge.pin(processor)

    def give(self, name, offset, total, data):
        """A piece of an array, to be used by a later request."""
        if offset == 0:
            self.given[name] = bytearray(total)
        piece = base64.b64decode(data)
        self.given[name][offset : offset + len(piece)] = piece
        return {}

    def train(self, model, count, size, seed, clock=perf_counter_ns, cpu_clock=process_time_ns):
        self.step = STEPS[model]
        data = types.SimpleNamespace(count=count, size=size, seed=seed, progress=self.progress_reporter())
        data.images = self.values.images(self.given.pop("images"), size * size)
        data.labels = self.values.labels(self.given.pop("labels"))
        # Layers of the course draw their weights from numpy's own generator.
        random.seed(seed)
        if self.numpy:
            self.numpy.random.seed(seed % 2**32)
        arguments = [data] if model == "baseline" else [data, own_copy(self.models["baseline"])]
        function = getattr(self.module, model)
        cpu, start = cpu_clock(), clock()
        trained = function(*arguments)
        elapsed, cpu = clock() - start, cpu_clock() - cpu
        self.predictors[model] = predictor_of(trained, self.step, self.tensor)
        self.models[model] = trained
        parameters = self.count_parameters(trained)
        del data, arguments
        self.is_peak_known = process_memory.forget_peak()
        return {"train_ms": elapsed / 1e6, "cpu_ms": cpu / 1e6, "parameters": parameters}

    def progress_reporter(self, clock=perf_counter_ns):
        next_at = 0

        def progress(done, total):
            nonlocal next_at
            done, total = float(done), float(total)
            if (clock() >= next_at or done >= total) and math.isfinite(done) and math.isfinite(total):
                self.send(at=done, of=total)
                next_at = clock() + PROGRESS_NS

        return progress

    def count_parameters(self, model):
        try:
            distinct = {id(tensor): tensor for tensor in model.parameters()}
            return sum(map(self.values.size, distinct.values()))
        except BaseException:  # it need not tell
            return None

    def serialize(self, model):
        trained = self.models[model]
        if not callable(getattr(trained, "to_bytes", None)):
            self.step = "taking the model's state (give it to_bytes() where this fails)"
            data, size_bytes = state_of(trained, self.tensor(), self.numpy)
            return self.serialized("state", data, size_bytes)
        self.step = "to_bytes()"
        kind = type(trained)
        is_by_class = not callable(getattr(self.module, "from_bytes", None))
        if is_by_class and not callable(getattr(kind, "from_bytes", None)):
            raise Failure(f"the model has to_bytes(), but {self.file} has no from_bytes(bytes)")
        data = trained.to_bytes()
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise Failure(f"to_bytes() returned {type(data).__name__} instead of bytes")
        # A fresh process has to know the class that reads them; its name counts nothing, as that of any other.
        head = f"{kind.__module__}\n{kind.__qualname__}\n".encode() if is_by_class else b""
        return self.serialized("own", head + bytes(data), len(bytes(data)))

    def serialized(self, encoding, data, size_bytes):
        return {"encoding": encoding, "bytes": base64.b64encode(data).decode("ascii"), "size_bytes": size_bytes}

    def restore(self, model, encoding):
        data = bytes(self.given.pop("bytes"))
        if encoding == "state":
            self.step = "reading the model's state"
            restored = pickle.loads(data)
        else:
            self.step = "from_bytes(bytes)"
            restored = self.from_bytes(data)
        self.predictors[model] = predictor_of(restored, self.step, self.tensor)
        self.models[model] = restored
        return {}

    def from_bytes(self, data):
        if callable(getattr(self.module, "from_bytes", None)):
            return self.module.from_bytes(data)
        module, name, data = data.split(b"\n", 2)
        kind = importlib.import_module(module.decode())
        for part in name.decode().split("."):
            kind = getattr(kind, part)
        return kind.from_bytes(data)

    def predict(self, model, size, batch):
        self.images = self.values.images(self.given.pop("images"), size * size)
        name, call, prepare = self.predictors[model]
        self.step, parts = name, []
        for at in range(0, len(self.images), batch):
            images = self.values.copy_images(self.images[at : at + batch])
            logits = self.named(self.values.logits, name, call(prepare(images)), len(images))
            parts.append(self.values.join([logits]))  # a copy: the model may write the next ones over them
        first = self.first[model] = self.values.join(parts)
        problem = self.values.first_not_finite(first)
        if problem:
            value = "NaN" if math.isnan(problem[1]) else "an infinite number"
            raise Failure(f"{name} returned {value} for test image {problem[0] + 1}")
        return {"logits": self.values.encode(first)}

    def named(self, act, name, *arguments):
        try:
            return act(*arguments)
        except Failure as failure:
            raise Failure(f"{name} {failure}") from None

    def choose(self, model, batch):
        predictor = self.predictors[model]
        self.step = predictor[0]
        self.loop = PredictionLoop(predictor, self.values, self.images, self.first[model], batch)
        return {}

    def run(self, calls):
        elapsed, cpu, preempted, changed, request = self.named(self.loop.turn, self.step, calls)
        return {
            "ms": elapsed / 1e6,
            "cpu_ms": cpu / 1e6,
            "request_ms": request / 1e6,
            "preempted": preempted > 0,
            "predicted": calls * self.loop.batch,
            "changed": changed,
        }

    def sample(self, budget_ms):
        samples, calls = self.loop.sample(budget_ms)
        return {"calls_ms": encode(samples), "calls_per_sample": calls}

    def memory(self):
        peak = process_memory.peak() if self.is_peak_known and self.idle is not None else None
        return {"idle_bytes": self.idle, "peak_bytes": peak}


def own_copy(model):
    """A copy for `optimized`, which may work in place: the baseline stays what it was when it was saved."""
    try:
        return copy.deepcopy(model)
    except BaseException:  # not everything can be copied
        return model


if __name__ == "__main__":
    end_with_parent()
    serve(Models)
