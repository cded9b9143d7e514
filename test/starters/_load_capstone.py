"""A child process: loads a capstone.py beside a tinytorch package, as tito does, then trains and reports.

Arguments: folder of the package, file, pixels per side, images to train on.
"""
import contextlib
import io
import json
import os
import sys
import types

sys.dont_write_bytecode = True
import numpy as np

framework, starter, size, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
package = sys.modules["tinytorch"] = types.ModuleType("tinytorch")
package.__path__ = [os.path.join(framework, "tinytorch")]  # its modules are found without running its __init__
sys.path[0] = os.path.dirname(starter)
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    import capstone


def draw(images, seed):
    shapes = np.random.default_rng(1).integers(0, 2, (10, size * size))
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, images)
    noise = random.random((images, size * size))
    pixels = np.where(random.random(noise.shape) < 0.2, noise, 0.8 * shapes[labels] + 0.2 * noise)
    return pixels.astype(np.float32), labels.astype(np.int64)


def data(seed, steps):
    images, labels = draw(count, 5)
    progress = lambda done, total: steps.append([done, total])
    return types.SimpleNamespace(images=images, labels=labels, count=count, size=size, seed=seed, progress=progress)


def logits_of(model, images):
    if hasattr(model, "predict"):
        return np.asarray(model.predict(images))
    return model.forward(capstone.Tensor(images)).data


def describe(model):
    logits = logits_of(model, images)
    single = np.array_equal(logits_of(model, images[:1]).argmax(axis=1), logits[:1].argmax(axis=1))
    return {"accuracy": float((logits.argmax(axis=1) == labels).mean()), "shape": list(logits.shape), "single": single}


images, labels = draw(100, 6)
steps = []
baseline = capstone.baseline(data(7, steps))
optimized = capstone.optimized(data(7, []), baseline)
arrays = [capstone.array_of(parameter) for parameter in baseline.parameters()]
again, other = [capstone.baseline(data(seed, [])) for seed in (7, 8)]
first = lambda model: capstone.array_of(model.parameters()[0])
written = optimized.to_bytes()
restored = capstone.from_bytes(written)
print(json.dumps({
    "steps": steps,
    "printed": printed.getvalue(),
    "baseline": {**describe(baseline), "bytes": sum(array.nbytes for array in arrays)},
    "optimized": {**describe(optimized), "bytes": len(written)},
    "parameters": [sum(capstone.array_of(p).size for p in model.parameters()) for model in (baseline, optimized)],
    "round_trip": np.array_equal(restored.predict(images), optimized.predict(images)) and restored.to_bytes() == written,
    "repeats": np.array_equal(first(baseline), first(again)),
    "depends_on_seed": not np.array_equal(first(baseline), first(other)),
}))
