"""TensorFlow math operations of the ranking model.

Shapes: rows are (batch, features), scores and targets are (batch,).
"""
import math

import tensorflow as tf

EPSILON = 1e-7


def log_scale(counts):
    """log(1 + x), so that a few very popular products don't drown the others."""
    return tf.math.log1p(tf.cast(counts, tf.float32))


@tf.function
def standardise(rows):
    """Zero mean and unit variance by feature; a constant feature becomes 0."""
    rows = tf.cast(rows, tf.float32)
    mean = tf.reduce_mean(rows, axis=0)
    deviation = tf.math.reduce_std(rows, axis=0)
    return tf.math.divide_no_nan(rows - mean, deviation)


def min_max(rows):
    """Each feature from 0 to 1."""
    low = tf.reduce_min(rows, axis=0)
    high = tf.reduce_max(rows, axis=0)
    return (rows - low) / (high - low)


@tf.function
def stable_sigmoid(logits):
    """The sigmoid without overflow on either side."""
    positive = 1.0 / (1.0 + tf.exp(-tf.abs(logits)))
    return tf.where(logits >= 0, positive, 1.0 - positive)


@tf.function
def scaled_dot(rows, weight):
    """Dot product of each row with the weight, divided by the root of its length."""
    width = tf.cast(tf.shape(weight)[0], tf.float32)
    return tf.linalg.matvec(rows, weight) / tf.sqrt(tf.maximum(width, 1.0))


def cosine_similarity(left, right):
    """Cosine of the angle between rows of two batches."""
    dot = tf.reduce_sum(left * right, axis=-1)
    norms = tf.norm(left, axis=-1) * tf.norm(right, axis=-1)
    return dot / norms


def mean_squared_error(scores, targets):
    return tf.reduce_mean(tf.math.squared_difference(scores, targets))


def cross_entropy(probabilities, labels):
    """Binary cross-entropy of probabilities."""
    clipped = tf.clip_by_value(probabilities, EPSILON, 1.0 - EPSILON)
    return -tf.reduce_mean(labels * tf.math.log(clipped) + (1.0 - labels) * tf.math.log(1.0 - clipped))


def entropy(probabilities):
    """Of each row, in nats."""
    return -tf.reduce_sum(probabilities * tf.math.log(probabilities), axis=-1)


def log_mean_exp(values):
    """log of the mean of exp(values), computed without leaving the range of float32."""
    count = tf.cast(tf.size(values), tf.float32)
    return tf.reduce_logsumexp(values) - tf.math.log(tf.maximum(count, 1.0))


def softmax_temperature(logits, temperature):
    if temperature <= 0:
        raise ValueError("A temperature is above 0.")
    return tf.nn.softmax(logits / temperature)


def learning_rate(step, peak, warm_up, total, floor=0.0):
    """Linear warm-up, then half a cosine down to the floor."""
    if total <= 0 or warm_up < 0:
        raise ValueError("A schedule has at least one step.")
    if step < warm_up:
        return peak * (step + 1) / warm_up
    if step >= total:
        return floor
    progress = (step - warm_up) / max(1, total - warm_up)
    return floor + 0.5 * (peak - floor) * (1.0 + math.cos(math.pi * progress))


class MovingAverage:
    """Exponential moving average of a tensor, corrected for its start at 0 (Kingma & Ba 2015, section 3)."""

    def __init__(self, shape, decay=0.99):
        self.decay = decay
        self.steps = tf.Variable(0.0)
        self.total = tf.Variable(tf.zeros(shape))

    @tf.function
    def update(self, value):
        self.steps.assign_add(1.0)
        self.total.assign(self.decay * self.total + (1.0 - self.decay) * value)

    def value(self):
        return self.total / (1.0 - tf.pow(self.decay, self.steps))
