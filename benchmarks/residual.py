"""A small residual convolutional network for digits, trained with numpy alone; ``deep.py`` measures it."""

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

from constructions.model.network import Affine, Concatenate, Identity, Network, Relu, chain

Floats = NDArray[np.float64]

SIDE, INNER, MIDDLE, CLASSES = 8, 5, 6, 10
"""Digits have 8 x 8 pixels; channels before and behind the block, and within it: 320 + 384 + 320 ReLUs."""

STEPS, BATCH, RATE = 100, 128, 0.01
"""Steps of Adam, rows of each, and how far one goes."""

GRID = 64
"""The denominator of the rounded weights; pixels are divided by 16 first."""


def shared(before: int, behind: int) -> NDArray[np.intp]:
    """Return the matrix of a convolution by 3 x 3 kernels, as numbers of the kernels' factors; -1 where it has 0."""
    y, x = np.divmod(np.arange(SIDE * SIDE), SIDE)
    down, right = y[None, :] - y[:, None] + 1, x[None, :] - x[:, None] + 1
    near = (down >= 0) & (down <= 2) & (right >= 0) & (right <= 2)
    kernels = np.arange(behind * before).reshape(behind, 1, before, 1)
    numbers = kernels * 9 + (3 * down + right)[None, :, None, :]
    found = np.where(near[None, :, None, :], numbers, -1)
    return found.reshape(behind * SIDE * SIDE, before * SIDE * SIDE)


def channels(behind: int) -> NDArray[np.intp]:
    """Return for each coordinate the number of its channel, whose bias it has."""
    return np.repeat(np.arange(behind), SIDE * SIDE)


class Residual:
    """s = relu(h + W3 relu(W2 h)) with h = relu(W1 x), and W4 s; W1 to W3 are convolutions, all have biases."""

    def __init__(self) -> None:
        source = np.random.default_rng(0)
        pixels = SIDE * SIDE
        sizes = [(1, INNER), (INNER, MIDDLE), (MIDDLE, INNER)]
        self.places = [shared(*size) for size in sizes] + [np.arange(CLASSES * INNER * pixels).reshape(CLASSES, -1)]
        self.biases = [channels(behind) for _, behind in sizes] + [np.arange(CLASSES)]
        fans = [9, 9 * INNER, 9 * MIDDLE, INNER * pixels]
        self.factors = [
            source.normal(0.0, (1.0 / fan) ** 0.5, int(places.max()) + 1)
            for fan, places in zip(fans, self.places, strict=True)
        ]
        self.shifts = [np.zeros(int(places.max()) + 1) for places in self.biases]

    def weights(self, number: int) -> Floats:
        """Return a layer's matrix."""
        places = self.places[number]
        found: Floats = np.where(places >= 0, self.factors[number][places], 0.0)
        return found

    def run(self, rows: Floats) -> list[Floats]:
        """Return h, what is in the block, s, and the outputs."""
        matrices, shifts = [self.weights(k) for k in range(4)], [self.shifts[k][self.biases[k]] for k in range(4)]
        first = np.maximum(rows @ matrices[0].T + shifts[0], 0.0)
        inside = np.maximum(first @ matrices[1].T + shifts[1], 0.0)
        joined = np.maximum(first + inside @ matrices[2].T + shifts[2], 0.0)
        return [first, inside, joined, joined @ matrices[3].T + shifts[3]]

    def slopes(self, rows: Floats, classes: NDArray[np.intp]) -> tuple[list[Floats], list[Floats]]:
        """Return the gradients of the mean cross-entropy, by factors and by shifts."""
        first, inside, joined, outputs = self.run(rows)
        shares = np.exp(outputs - outputs.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        shares[np.arange(len(rows)), classes] -= 1.0
        last = shares / len(rows)
        third = (last @ self.weights(3)) * (joined > 0)
        second = (third @ self.weights(2)) * (inside > 0)
        begin = (third + second @ self.weights(1)) * (first > 0)
        factors, shifts = [], []
        for k, (error, values) in enumerate(
            zip([begin, second, third, last], [rows, first, inside, joined], strict=True)
        ):
            dense, real = error.T @ values, self.places[k] >= 0
            factors.append(np.bincount(self.places[k][real], dense[real], len(self.factors[k])).astype(np.float64))
            shifts.append(np.bincount(self.biases[k], error.sum(axis=0), len(self.shifts[k])).astype(np.float64))
        return factors, shifts

    def train(self, steps: int) -> "Residual":
        """Follow gradients by Adam."""
        points, classes = load_digits(return_X_y=True)
        source, numbers = np.random.default_rng(1), [*self.factors, *self.shifts]
        means, squares = [np.zeros_like(n) for n in numbers], [np.zeros_like(n) for n in numbers]
        for step in range(1, steps + 1):
            chosen = source.integers(0, len(points), BATCH)
            factors, shifts = self.slopes(points[chosen] / 16, classes[chosen])
            for place, slope in enumerate([*factors, *shifts]):
                means[place] += 0.1 * (slope - means[place])
                squares[place] += 0.001 * (slope**2 - squares[place])
                mean, square = means[place] / (1 - 0.9**step), squares[place] / (1 - 0.999**step)
                numbers[place] -= RATE * mean / (np.sqrt(square) + 1e-8)
        return self

    def network(self) -> Network:
        """Return the network with rounded weights, for pixels from 0 to 16."""
        matrices = [_rounded(self.weights(k)) for k in range(4)]
        shifts = [_rounded(self.shifts[k][self.biases[k]]) for k in range(4)]
        scaled = [[factor / 16 for factor in row] for row in matrices[0]]
        width, inside = len(shifts[0]), len(shifts[1])
        beside = [[Fraction(int(j == k)) for j in range(width)] + matrices[2][k] for k in range(width)]
        block = Concatenate((Identity(width), chain(Affine(matrices[1], shifts[1]), Relu(inside))))
        return chain(
            Affine(scaled, shifts[0]),
            Relu(width),
            block,
            Affine(beside, shifts[2]),
            Relu(width),
            Affine(matrices[3], shifts[3]),
        )


def _rounded(numbers: Floats) -> list[Any]:
    """Return an array as lists of multiples of 1/GRID."""
    known = {number: Fraction(number, GRID) for number in np.unique(np.round(numbers * GRID)).astype(int).tolist()}
    if numbers.ndim == 1:
        return [known[round(number)] for number in (numbers * GRID).tolist()]
    return [[known[round(number)] for number in row] for row in (numbers * GRID).tolist()]
