"""Constructions on numbers: data sets of a kind are made, built from, and run; most mistakes show there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from random import Random
from typing import Any

from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.progress import STOPS
from verify.symbolic.shapes import Construction, Every, delivered, raised

SAMPLES = 60
"""How many random data sets are built and run before anything is proved: most mistakes show there."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A data set on which the construction was run and does not memorize, or fails.

    Attributes:
        dataset: the data.
        point: the number of the first point that is wrong; None if nothing was built.
        found: what the network gives there, or the error in words, with its line.
    """

    dataset: Dataset
    point: int | None
    found: str


class Failed(Exception):
    """The construction was run on a data set and is wrong, or raises an error of its own."""

    def __init__(self, counterexample: Counterexample) -> None:
        self.counterexample = counterexample

    @property
    def outcome(self) -> dict[str, Any]:
        """What an outcome says: an error of the construction is no network that is wrong."""
        verdict = "failed" if self.counterexample.point is None else "refuted"
        return {"verdict": verdict, "counterexample": self.counterexample}


def sample_data(every: Every, count: int) -> Iterator[Dataset]:
    """Yield data sets of a kind, short numbers first: all labellings if they are few, else random ones."""
    source = Random(every.size)
    if every.labels == "binary" and 2**every.size <= count:
        chosen = [[Fraction(label) for label in labels] for labels in product((0, 1), repeat=every.size)]
    else:
        chosen = [_random_labels(every, source, 1 + number // 10) for number in range(count)]
    for number, labels in enumerate(chosen):
        points = list(every.points or [])
        while len(points) < every.size:
            gap = Fraction(source.randint(1, 1 + number // 10), source.randint(1, 1 + number // 20))
            points.append((points[-1] if points else Fraction(0)) + gap)
        yield Dataset.from_rows([[z] for z in points], [[y] for y in labels])


def _random_labels(every: Every, source: Random, most: int) -> list[Fraction]:
    """Return labels of a kind: 0 and 1 if ``most`` is 1, else fractions as well, of both signs."""
    labels: list[Fraction] = []
    while len(labels) < every.size:
        label = Fraction(source.randint(0, 1))
        if every.labels != "binary" and most > 1:
            label = Fraction(source.randint(1 - most, most), source.randint(1, most))
        if every.labels != "neighbours differ" or not labels or label != labels[-1]:
            labels.append(label)
    return labels


def check_data(construction: Construction, dataset: Dataset) -> bool:
    """Build and run a construction on one data set; return whether it accepts the data.

    Raises:
        Failed: if it accepts them, and does not memorize them.
    """
    try:
        network = delivered(construction, dataset)
    except BadInput:
        return False
    except STOPS:
        raise
    except BaseException as error:  # what ends a process here would pass for a verdict
        raise Failed(Counterexample(dataset, None, raised(error))) from error
    for number, (point, label) in enumerate(zip(dataset.points, dataset.labels, strict=True)):
        try:
            found = evaluate(network, point)
        except ValueError as error:
            raise Failed(Counterexample(dataset, number, str(error))) from error
        if found != label:
            raise Failed(Counterexample(dataset, number, ", ".join(map(str, found))))
    return True


def beside(construction: Construction, every: Every) -> Counterexample | None:
    """Return rows that no claim speaks of, in another order and one of them twice, on which a construction is wrong.

    They are a hint that it does not sort its rows. None if none was found; a construction may not end on them.

    >>> from constructions.unconditional.interpolation import interpolation
    >>> beside(interpolation, Every(3)) is None
    True
    """
    source = Random(every.size)
    for dataset in islice(sample_data(every, SAMPLES), SAMPLES // 4):
        rows = list(zip(dataset.points, dataset.labels, strict=True))
        source.shuffle(rows)
        points, labels = zip(*rows, rows[0], strict=True)
        try:
            check_data(construction, Dataset.from_rows(points, labels))
        except Failed as failed:
            return failed.counterexample
    return None
