"""What floating point makes of an exact network: does float32, does float64 still give every label?"""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from constructions.model.answers import Errors, Score, errors_of, largest, names_classes, score, score_of
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Affine, Branch, Concatenate, Form, Network, Relu, Step
from constructions.model.nouns import count_of
from constructions.model.rational import Number, Point, nearest_float
from constructions.model.running.walk import OneSide, walk

FORMATS = ("float32", "float64")

Vector: TypeAlias = NDArray[Any]


@dataclass(frozen=True, slots=True)
class FloatRun:
    """A network in one floating-point format on the points of a data set, measured with numpy.

    Attributes:
        format: ``float32`` or ``float64``.
        right: at how many points the answer is the label.
        ties: at how many points several outputs are the largest, which is no answer.
        first_tie: the first of these points, or None.
        same: at how many points the answer is that of exact arithmetic.
        largest_difference: the largest distance of an output from the exact output, as an exact number; None if an
            output is not finite.
        first_other: the first point at which the answer is not the exact one, or None.
    """

    format: str
    right: int
    ties: int
    first_tie: int | None
    same: int
    largest_difference: Fraction | None
    first_other: int | None


@dataclass(frozen=True, slots=True)
class FloatReport:
    """A network's answers in exact arithmetic and in floating point.

    Attributes:
        points: how many points there are.
        answers: ``argmax`` (the number of the one largest output, the label being a class) or ``values`` (the outputs
            themselves, each label being rounded to the format before it is compared).
        right: at how many points the exact answer is the label.
        ties: at how many points several exact outputs are the largest, which is no answer.
        first_tie: the first of these points, or None.
        runs: one for each format.
        errors: how far the exact outputs are from labels that are values; None where answers are classes.
    """

    points: int
    answers: str
    right: int
    ties: int
    first_tie: int | None
    runs: tuple[FloatRun, ...]
    errors: Errors | None


def float_report(network: Network, dataset: Dataset) -> FloatReport:
    """Run the network in float32 and float64 and compare with exact arithmetic and with the labels.

    Every number of the network and the data is rounded to the format, and everything is computed in it by numpy, a
    point at a time. This is a measurement, not a proof: the order of a sum is numpy's, and another machine may round
    otherwise. Answers are ``argmax`` if the network has several outputs and the labels are one class index each, else
    ``values``.

    Raises:
        BadInput: if the network does not take the data, or answers ``values`` with another width than the labels.

    >>> third = Affine([[Fraction(1, 3)]], [0])
    >>> report = float_report(third, Dataset.from_rows([[3], [1]], [[1], [Fraction(1, 3)]]))
    >>> report.right, [(run.format, run.right, run.same) for run in report.runs]
    (2, [('float32', 2, 2), ('float64', 2, 2)])
    """
    if network.input_width != dataset.width:
        raise BadInput(
            f"the network takes {count_of(network.input_width, 'input')}, but the data have "
            f"{count_of(dataset.width, 'coordinate')}"
        )
    exact = evaluate_many(network, dataset.points).outputs
    by_class = names_classes(network, dataset)
    if by_class:
        dataset.class_count(least=1)
    elif network.output_width != dataset.label_width:
        raise BadInput(
            f"the network has {count_of(network.output_width, 'output')}, but a label "
            f"{count_of(dataset.label_width, 'number')}"
        )
    found = score(network, exact, dataset, [1] * dataset.size)
    runs = [_run(kind, network, dataset, exact, by_class) for kind in FORMATS]
    answers = "argmax" if by_class else "values"
    errors = None if by_class else errors_of(exact, dataset)
    return FloatReport(dataset.size, answers, found.right, found.ties, found.first_tie, tuple(runs), errors)


def _run(kind: str, network: Network, dataset: Dataset, exact: Items[Point], by_class: bool) -> FloatRun:
    algebra = FloatAlgebra(kind)
    outputs = [float_output(network, point, algebra) for point in dataset.points]
    known: list[tuple[Any, ...]]
    answers: list[tuple[Any, ...]]
    if by_class:
        answers, known = [largest(output.tolist()) for output in outputs], [largest(output) for output in exact]
        found = score_of(answers, dataset.classes(), [1] * dataset.size)
    else:
        answers = [tuple(output.tolist()) if np.isfinite(output).all() else () for output in outputs]  # () is no answer
        known = [_rounded(output, algebra) for output in exact]
        labels = [_rounded(label, algebra) for label in dataset.labels]
        found = Score(sum([answer == label for answer, label in zip(answers, labels, strict=True)]))
    others = [number for number, (answer, other) in enumerate(zip(answers, known, strict=True)) if answer != other]
    same, first = dataset.size - len(others), others[0] if others else None
    off = None
    if all([np.isfinite(output).all() for output in outputs]):
        pairs = [
            pair for rows in zip(outputs, exact, strict=True) for pair in zip(rows[0].tolist(), rows[1], strict=True)
        ]
        off = max([abs(Fraction(value) - wanted) for value, wanted in pairs])
    return FloatRun(kind, found.right, found.ties, found.first_tie, same, off, first)


def _rounded(values: Items[Number], algebra: "FloatAlgebra") -> tuple[Any, ...]:
    return tuple(algebra.vector(values).tolist())


def float_output(network: Network, point: Items[Number], algebra: "FloatAlgebra") -> Vector:
    """Return the outputs at a point in the algebra's format.

    >>> float_output(Affine([[Fraction(1, 3)]], [0]), [1], FloatAlgebra("float32")).dtype.name
    'float32'
    """
    with np.errstate(all="ignore"):
        return walk(network, algebra.vector(point), algebra)


class FloatAlgebra(OneSide[Vector]):
    """The algebra of vectors of one floating-point format (``evaluation.walk``); a layer is rounded once.

    Args:
        kind: ``float32`` or ``float64``.
    """

    def __init__(self, kind: str) -> None:
        self._type = np.dtype(kind)
        self._layers: dict[int, tuple[Any, ...]] = {}
        self._gates: dict[int, tuple[list[int], Vector, Any]] = {}

    def vector(self, values: Items[Number]) -> Vector:
        """Return exact numbers rounded to the format; what is too large becomes infinite."""
        with np.errstate(over="ignore"):
            return np.array([nearest_float(value) for value in values], dtype=np.float64).astype(self._type)

    def affine(self, node: Affine, state: Vector) -> Vector:
        """Return W x + b, as a matrix where a quarter of it or more is stored, else row by row."""
        known = self._layers.get(id(node))
        if known is None:
            known = self._layers[id(node)] = self._layer(node)
        if len(known) == 2:
            product: Vector = known[0] @ state + known[1]
            return product
        rows, bias = known[0], known[1]
        sums: Vector = np.array([weights @ state[indices] for indices, weights in rows], dtype=self._type)
        sums += bias
        return sums

    def _layer(self, node: Affine) -> tuple[Any, ...]:
        stored = sum([len(form.indices) for form in node.weights])
        bias = self.vector(node.bias)
        if stored * 4 < node.input_width * node.output_width:
            return [(list(form.indices), self.vector(form.weights)) for form in node.weights], bias, None
        matrix = np.zeros((node.output_width, node.input_width), dtype=self._type)
        for number, form in enumerate(node.weights):
            matrix[number, list(form.indices)] = self.vector(form.weights)
        return matrix, bias

    def relu(self, node: Relu, state: Vector) -> Vector:
        """Return each coordinate v if v >= 0, else 0."""
        cut: Vector = np.maximum(state, self._type.type(0))
        return cut

    def step(self, node: Step, state: Vector) -> Vector:
        """Return each coordinate as 1 if v >= 0, else 0."""
        signs: Vector = (state >= 0).astype(self._type)
        return signs

    def gate(self, node: Branch, state: Vector) -> tuple[bool | None, Vector]:
        """Return which side is taken in this format."""
        known = self._gates.get(id(node))
        if known is None:
            form: Form = node.normal
            known = (list(form.indices), self.vector(form.weights), self.vector([node.threshold])[0])
            self._gates[id(node)] = known
        indices, weights, threshold = known
        return bool(weights @ state[indices] >= threshold), state

    def concatenate(self, node: Concatenate, given: Vector, outputs: list[Vector]) -> Vector:
        """Return the outputs side by side."""
        return np.concatenate(outputs)
