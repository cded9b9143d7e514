"""The ranking model: one dense layer over standardised features."""
import tensorflow as tf

from ml.tf_math_ops import mean_squared_error, scaled_dot, stable_sigmoid


class Layer:
    def __init__(self, inputs):
        self.weight = tf.Variable(tf.zeros([inputs]))
        self.bias = tf.Variable(0.0)

    def __call__(self, rows):
        return scaled_dot(rows, self.weight) + self.bias


class RankingModel:
    def __init__(self, inputs, rate=0.05):
        self.layer = Layer(inputs)
        self.rate = rate

    def scores(self, rows):
        return stable_sigmoid(self.layer(rows))

    def step(self, rows, targets):
        with tf.GradientTape() as tape:
            loss = mean_squared_error(self.scores(rows), targets)
        variables = [self.layer.weight, self.layer.bias]
        for variable, gradient in zip(variables, tape.gradient(loss, variables)):
            variable.assign_sub(self.rate * gradient)
        return float(loss)
