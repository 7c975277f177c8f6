"""How a network agrees with the tool that trained it, and what the tool's rounding of inputs changes."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from constructions.model.answers import largest
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.network import Network
from constructions.model.rational import Point
from exchange.trained import Trained


@dataclass(frozen=True, slots=True)
class Agreement:
    """At how many points a network answers as something else does.

    Attributes:
        points: how many there are.
        same: at how many the answer is the same: the class of the one largest output, or every value.
        largest_difference: of a value from the other; None where classes are compared.
        first_other: the first point where the answers differ, or None.
    """

    points: int
    same: int
    largest_difference: Fraction | None
    first_other: int | None


@dataclass(frozen=True, slots=True)
class Rounding:
    """What the rounding of inputs does, to which the tool is used.

    Attributes:
        formats: to which inputs are rounded, one after the other.
        applied: whether the network has it in its thresholds.
        other: how the network agrees with the one where that is the other way round.
        other_outputs: what that one gives.
    """

    formats: tuple[str, ...]
    applied: bool
    other: Agreement
    other_outputs: Items[Point]


def agreement(outputs: Items[Point], others: Items[Any], by_class: bool) -> Agreement:
    """Compare outputs with numbers of classes or, as tuples, with values.

    >>> agreement([(Fraction(1), Fraction(2)), (Fraction(3), Fraction(0))], [1, 1], True)
    Agreement(points=2, same=1, largest_difference=None, first_other=1)
    """
    if by_class:
        same = [largest(output) == (other,) for output, other in zip(outputs, others, strict=True)]
        off = None
    else:
        pairs = [
            list(zip(output, map(Fraction, other), strict=True)) for output, other in zip(outputs, others, strict=True)
        ]
        same = [all([ours == theirs for ours, theirs in row]) for row in pairs]
        off = max([abs(ours - theirs) for row in pairs for ours, theirs in row])
    return Agreement(len(same), sum(same), off, same.index(False) if False in same else None)


def rounding_of(
    trained: Trained, applied: bool, outputs: Items[Point], points: Items[Point], by_class: bool
) -> Rounding | None:
    """Return what the rounding of inputs changes at the points; None where the tool rounds nothing that matters.

    Args:
        trained: the model.
        applied: whether ``outputs`` are those of the network with the rounding.
        outputs: what the network that is used gives at the points.
        by_class: whether classes are compared; a point with ties counts as another answer unless both have the same.
    """
    if trained.rounding is None:
        return None
    network: Network = trained.network if applied else trained.rounding()
    found = evaluate_many(network, points).outputs
    same = [largest(one) == largest(two) if by_class else one == two for one, two in zip(outputs, found, strict=True)]
    off = max([abs(a - b) for one, two in zip(outputs, found, strict=True) for a, b in zip(one, two, strict=True)])
    first = same.index(False) if False in same else None
    other = Agreement(len(same), sum(same), None if by_class else off, first)
    return Rounding(trained.rounds, applied, other, found)


def rows_of_floats(dataset: Dataset) -> list[list[Any]]:
    """Return the points of a data set as the nearest rows of float64, as a tool gets them.

    Raises:
        BadInput: if a number is too large for float64.

    >>> rows_of_floats(Dataset.from_rows([[Fraction(1, 2), 3]], [[0]]))
    [[0.5, 3.0]]
    """
    rows = []
    for number, point in enumerate(dataset.points):
        try:
            rows.append([value.numerator / value.denominator for value in point])
        except OverflowError:
            raise BadInput(f"{dataset.place_of(number)} has a number that is too large for float64") from None
    return rows
