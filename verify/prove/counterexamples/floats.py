"""A network in float64 on many points at once, with gradients; what it finds is proposed, never believed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from constructions.model.network import Affine, Branch, Concatenate, Form, Network, Relu, Step, distinct_nodes
from constructions.model.rational import nearest_float
from constructions.model.running.walk import walk

Floats: TypeAlias = NDArray[np.float64]

MAX_ENTRIES = 5_000_000
"""The most entries of all matrices of a network together, zeros among them, for which they are written out."""

_ALONE, _FEW = 200_000, 8
"""Multiplications of one product of matrices that run on one core, and rows below which it is not cut for that."""

_Pull: TypeAlias = Callable[[Floats], list[tuple[int, Floats]]]
"""From the gradient at some wires to that at the wires before, each with its number."""


def float_entries(network: Network) -> int:
    """Return how many entries the matrices of a network have, zeros among them.

    >>> float_entries(Affine([[0, 1], [1, 0]], [0, 0]))
    4
    """
    return sum([node.input_width * node.output_width for node in distinct_nodes(network) if isinstance(node, Affine)])


def float_row(form: Form) -> Floats:
    """Return the weights of a form, zeros among them.

    >>> float_row(Form.dense([0, 2])).tolist()
    [0.0, 2.0]
    """
    row = np.zeros(form.width)
    row[list(form.indices)] = [nearest_float(weight) for weight in form.weights]
    return row


def product(rows: Floats, matrix: Floats) -> Floats:
    """Return ``rows @ matrix``; small matrices so that the library starts no threads, which wait for each other.

    >>> product(np.eye(2), np.array([[1.0], [2.0]])).tolist()
    [[1.0], [2.0]]
    """
    step = _ALONE // max(1, matrix.size)
    if step < _FEW or len(rows) <= step:
        return rows @ matrix
    return np.vstack([rows[start : start + step] @ matrix for start in range(0, len(rows), step)])


class FloatLayers:
    """The rows of a network's affine maps and gates as floats, each made when it is first met."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._known: dict[int, tuple[Floats, Any]] = {}

    def affine(self, node: Affine) -> tuple[Floats, Floats]:
        """Return the matrix, transposed, and the bias."""
        known = self._known.get(id(node))
        if known is None:
            matrix = np.array([float_row(form) for form in node.weights]).T.copy()
            known = self._known[id(node)] = (matrix, np.array([nearest_float(value) for value in node.bias]))
        return known

    def gate(self, node: Branch) -> tuple[Floats, float]:
        """Return the normal and the threshold."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = (float_row(node.normal), nearest_float(node.threshold))
        return known


@dataclass(slots=True)
class _Wires:
    """Values on wires, a row for each point that comes here; ``waiting``: the rows of each side of a gate that splits
    them."""

    number: int
    values: Floats
    waiting: list[NDArray[np.intp]] = field(default_factory=list)


class FloatRun:
    """One run on the rows of ``points``, which can be gone through backwards.

    Where a gate divides the points, each side runs on its own.

    >>> from constructions.model.network import Sequence
    >>> run = FloatRun(FloatLayers(Sequence((Affine([[2], [-1]], [0, 0]), Relu(2)))), np.array([[1.0], [-3.0]]))
    >>> run.outputs.tolist(), run.gradient(np.ones((2, 2))).tolist()
    ([[2.0, 0.0], [0.0, 3.0]], [[2.0], [-1.0]])
    """

    def __init__(self, layers: FloatLayers, points: Floats) -> None:
        self._layers = layers
        self._pulls: list[_Pull] = []
        self._shapes: list[tuple[int, ...]] = []
        with np.errstate(all="ignore"):
            self._end = walk(layers.network, self._wires(points, lambda _: []), self)
        self.outputs = self._end.values

    @property
    def steps(self) -> int:
        """How many operations on arrays the run took: what counts where gates divide the points into small groups."""
        return len(self._pulls)

    def gradient(self, outputs: Floats) -> Floats:
        """Return the gradient at the inputs of the sum of ``outputs`` times the network's outputs, row by row.

        Of a unit or a gate it is that of the piece on which the point lies; a step has none.
        """
        waiting: dict[int, Floats] = {self._end.number: outputs}
        with np.errstate(all="ignore"):
            for number in range(self._end.number, 0, -1):
                gradient = waiting.pop(number, None)
                if gradient is not None:
                    for before, part in self._pulls[number](gradient):
                        waiting[before] = waiting[before] + part if before in waiting else part
        return waiting.get(0, np.zeros(self._shapes[0]))

    def _wires(self, values: Floats, pull: _Pull) -> _Wires:
        self._pulls.append(pull)
        self._shapes.append(values.shape)
        return _Wires(len(self._pulls) - 1, values)

    def affine(self, node: Affine, state: _Wires) -> _Wires:
        """Return W x + b."""
        matrix, bias = self._layers.affine(node)
        before = state.number
        return self._wires(
            product(state.values, matrix) + bias, lambda gradient: [(before, product(gradient, matrix.T))]
        )

    def relu(self, node: Relu, state: _Wires) -> _Wires:
        """Return each coordinate v if v >= 0, else 0."""
        before, alive = state.number, state.values >= 0
        return self._wires(np.where(alive, state.values, 0.0), lambda gradient: [(before, gradient * alive)])

    def step(self, node: Step, state: _Wires) -> _Wires:
        """Return each coordinate as 1 if v >= 0, else 0."""
        return self._wires((state.values >= 0).astype(np.float64), lambda _: [])

    def gate(self, node: Branch, state: _Wires) -> tuple[bool | None, _Wires]:
        """Return the side that all points take, or None with the rows of each side waiting."""
        normal, threshold = self._layers.gate(node)
        above = state.values @ normal >= threshold
        if above.all() or not above.any():
            return bool(above[0]), state
        return None, _Wires(state.number, state.values, [np.flatnonzero(above), np.flatnonzero(~above)])

    def fork(self, given: _Wires) -> _Wires:
        """Return the wires themselves; in a gate the rows of the side whose turn it is, the one below first."""
        if not given.waiting:
            return given
        rows, before, shape = given.waiting.pop(), given.number, given.values.shape

        def pull(gradient: Floats) -> list[tuple[int, Floats]]:
            whole = np.zeros(shape)
            whole[rows] = gradient
            return [(before, whole)]

        return self._wires(given.values[rows], pull)

    def concatenate(self, node: Concatenate, given: _Wires, outputs: list[_Wires]) -> _Wires:
        """Return the outputs of all parts side by side."""
        numbers = [part.number for part in outputs]
        ends = np.cumsum([part.values.shape[1] for part in outputs])[:-1]
        return self._wires(
            np.hstack([part.values for part in outputs]),
            lambda gradient: list(zip(numbers, np.hsplit(gradient, ends), strict=True)),
        )

    def merge(self, node: Branch, given: _Wires, below: _Wires, above: _Wires) -> _Wires:
        """Return the rows of both sides in their old order."""
        normal, threshold = self._layers.gate(node)
        up = given.values @ normal >= threshold
        values = np.empty((len(given.values), node.output_width))
        values[up], values[~up] = above.values, below.values
        return self._wires(values, lambda gradient: [(below.number, gradient[~up]), (above.number, gradient[up])])


class Piece:
    """The affine piece of a network on which one point lies, in floats.

    Attributes:
        outputs: an affine form of the inputs for each output, its constant last.
        signs: the form of each decision on the way, turned so that it is >= 0 on the piece.

    >>> piece = Piece(FloatLayers(Relu(2)), np.array([1.0, -2.0]))
    >>> piece.outputs.tolist(), piece.signs.tolist()
    ([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]], [[1.0, 0.0, 0.0], [0.0, -1.0, 0.0]])
    """

    def __init__(self, layers: FloatLayers, point: Floats) -> None:
        self._layers, self._point, width = layers, np.append(point, 1.0), len(point)
        self._signs: list[Floats] = []
        with np.errstate(all="ignore"):
            self.outputs: Floats = walk(layers.network, np.eye(width, width + 1), self)
        self.signs = np.vstack([np.zeros((0, width + 1)), *self._signs])

    def affine(self, node: Affine, state: Floats) -> Floats:
        """Return the forms of W x + b."""
        matrix, bias = self._layers.affine(node)
        forms: Floats = matrix.T @ state
        forms[:, -1] += bias
        return forms

    def relu(self, node: Relu, state: Floats) -> Floats:
        """Return the forms that are >= 0 at the point, 0 for the others."""
        alive = self._decided(state)
        return np.where(alive[:, None], state, 0.0)

    def step(self, node: Step, state: Floats) -> Floats:
        """Return the constants 1 and 0."""
        forms = np.zeros_like(state)
        forms[:, -1] = self._decided(state)
        return forms

    def gate(self, node: Branch, state: Floats) -> tuple[bool | None, Floats]:
        """Return the side that the point takes."""
        normal, threshold = self._layers.gate(node)
        form = normal @ state
        form[-1] -= threshold
        return bool(self._decided(form[None, :])[0]), state

    def fork(self, given: Floats) -> Floats:
        """Return the forms themselves."""
        return given

    def concatenate(self, node: Concatenate, given: Floats, outputs: list[Floats]) -> Floats:
        """Return the forms of all parts."""
        return np.vstack(outputs)

    def merge(self, node: Branch, given: Floats, below: Floats, above: Floats) -> Floats:
        """Never called: a point takes one side."""
        raise AssertionError("on one way a gate runs one side")

    def _decided(self, forms: Floats) -> NDArray[np.bool_]:
        alive: NDArray[np.bool_] = forms @ self._point >= 0
        signs = np.where(alive[:, None], forms, -forms) + 0.0  # no -0.0
        self._signs.append(signs[np.any(forms[:, :-1] != 0, axis=1)])
        return alive
