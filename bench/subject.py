"""A small subject for the bench: nested lists."""


def tensor(data, shape):
    width = shape[1]
    return [data[row * width : (row + 1) * width] for row in range(shape[0])]


def add(a, b):
    return [[x + y for x, y in zip(p, q)] for p, q in zip(a, b)]


def matmul(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]
