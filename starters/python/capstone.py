"""My capstone: a baseline and an optimised model for digits, measured by `tito benchmark capstone`.

tito calls two functions of this file, in a process of their own:

    baseline(data)             -> the model to beat
    optimized(data, baseline)  -> the same task, made faster and smaller; may start from the trained baseline

`data` holds the training images; the test images stay with tito until both models are trained.

    data.images   numpy float32 (count, size*size), pixels from 0 (background) to 1
    data.labels   numpy int64 (count,), the digits 0..9
    data.count    number of images;  data.size: pixels per side (8 or 28, or those of your own file)
    data.seed     seed of everything that is drawn at random
    data.progress(done, total)   shows how far training has come

A model needs one of

    predict(X)    X as data.images, (batch, size*size)  -> logits (batch, 10); the greatest of the ten is the answer
    forward(x)    the same with Tensors of your TinyTorch

and is saved and loaded again in a fresh process, which counts its size:

    to_bytes()    -> bytes, and a function from_bytes(bytes) -> model in this file
    without to_bytes, tito takes the model's arrays as they are: 4 bytes for each float32

Each track compares optimized with baseline: speed (time of a prediction), compression (bytes), accuracy (on the test
images), efficiency (memory and energy).
"""
import contextlib
import struct

import numpy as np

with contextlib.suppress(ModuleNotFoundError):  # where it is a module of its own, importing it switches gradients on
    import tinytorch.core.autograd
from tinytorch.core.activations import ReLU
from tinytorch.core.layers import Linear
from tinytorch.core.losses import CrossEntropyLoss
from tinytorch.core.optimizers import Adam
from tinytorch.core.tensor import Tensor

HIDDEN, CLASSES = 32, 10
EPOCHS, BATCH, LEARNING_RATE = 12, 32, 0.01


class DigitMLP:
    """The baseline: size*size -> 32 -> 10, all of it your own TinyTorch."""

    def __init__(self, inputs):
        self.hidden, self.relu, self.output = Linear(inputs, HIDDEN), ReLU(), Linear(HIDDEN, CLASSES)

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))

    def parameters(self):
        return self.hidden.parameters() + self.output.parameters()


def baseline(data):
    np.random.seed(data.seed)  # Linear draws its weights with it
    model = DigitMLP(data.size * data.size)
    for parameter in model.parameters():
        parameter.requires_grad = True  # not every year's Linear does it
    loss_of, optimizer = CrossEntropyLoss(), Adam(model.parameters(), LEARNING_RATE)
    for epoch in range(EPOCHS):
        shuffled = np.random.permutation(data.count)
        for start in range(0, data.count, BATCH):
            batch = shuffled[start : start + BATCH]
            loss = loss_of.forward(model.forward(Tensor(data.images[batch])), Tensor(data.labels[batch]))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        data.progress(epoch + 1, EPOCHS)
    for parameter in model.parameters():
        parameter.data = array_of(parameter).astype(np.float32)  # an optimizer may have made 8 bytes of 4
    return model


def optimized(data, baseline):
    """Each step is worth measuring by itself: `tito benchmark capstone --track speed`, and so on.

    To try next:
    - prune: set the weights nearest to 0 to 0 (your module 16), and let to_bytes save only the others;
    - one scale for each column instead of each matrix: a little larger, more exact;
    - fewer hidden units, trained to answer as the baseline does (distillation);
    - a few more epochs after quantising or pruning, to win back what accuracy was lost.
    """
    weights = [array_of(parameter) for parameter in baseline.parameters()]
    layers = [quantized(weight, bias) for weight, bias in zip(weights[::2], weights[1::2])]
    return QuantizedMLP(layers)


def array_of(tensor):
    """The numpy array inside of a Tensor, however deep it lies."""
    while not isinstance(tensor, np.ndarray):
        tensor = tensor.data
    return tensor


def quantized(weight, bias):
    """Weights as whole numbers of -127..127 times one scale: 1 byte for each instead of 4."""
    scale = max(float(np.abs(weight).max()), 1e-8) / 127
    return np.round(weight / scale).astype(np.int8), scale, bias.astype(np.float32)


class QuantizedMLP:
    """Layers of int8 weights, a scale and float32 biases."""

    def __init__(self, layers):
        self.layers = layers
        # numpy multiplies float32 matrices fastest, so the weights are unpacked once, and not in each prediction.
        self.unpacked = [(weight.astype(np.float32) * np.float32(scale), bias) for weight, scale, bias in layers]

    def predict(self, X):
        # One product per layer for the whole batch: this is where the time of the baseline's loops goes.
        *hidden, (weight, bias) = self.unpacked
        for hidden_weight, hidden_bias in hidden:
            X = np.maximum(X @ hidden_weight + hidden_bias, 0)
        return X @ weight + bias

    def parameters(self):
        return [array for weight, _, bias in self.layers for array in (weight, bias)]

    def to_bytes(self):
        """For each layer its two sizes and its scale, then its weights and its biases."""
        return b"".join(
            struct.pack("<HHf", *weight.shape, scale) + weight.tobytes() + bias.tobytes()
            for weight, scale, bias in self.layers
        )


def from_bytes(data):
    """The model that these bytes of to_bytes are of; called in a process that has trained nothing."""
    layers, at = [], 0
    while at < len(data):
        rows, columns, scale = struct.unpack_from("<HHf", data, at)
        at += struct.calcsize("<HHf")
        weight = np.frombuffer(data, np.int8, rows * columns, at).reshape(rows, columns)
        at += weight.nbytes
        bias = np.frombuffer(data, np.float32, columns, at)
        at += bias.nbytes
        layers.append((weight, scale, bias))
    return QuantizedMLP(layers)
