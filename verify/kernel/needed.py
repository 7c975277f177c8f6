"""Claims that every network, or tree of tests of coordinates, needs so much: their steps as integers for Coq."""

from collections.abc import Iterator
from typing import Any

from constructions.model.dataset import Dataset
from constructions.model.rational import common_denominator
from verify.check.verdict import Rejected
from verify.kernel.claimed import Files, Parts, as_given, computed, counted
from verify.kernel.terms import hint_numbers, numeral_terms

_MODULES = ("Model", "NormalForm", "Numerals", "Forms", "Engine", "Hints", "Goals", "Claims", "Checker", "Counting")
_STEPS = {"count": 9, "uninterpolable": 10, "dichotomies": 11}
"""Of a step its code in proofs/Needed.v; 8 is *pieces*, 12 *every*, smaller ones are hints of an execution."""


def comparisons_needed(claim: Any, files: Files) -> Parts:
    """Return the theorem that every network that memorizes the data makes so many comparisons on some point."""
    dataset, count = files.dataset(claim["dataset"]), _count(claim["comparisons"])
    steps = [_comparison_step(hint, dataset) for hint in files.certificate()]
    lines = [*as_given(dataset), *numeral_terms("step_numerals", counted(steps))]
    statement = (
        "forall n, memorizes n (rational_data data_set) ->\n"
        f"  exists x y, In (x, y) (rational_data data_set) /\\ ({count} <= comparisons (spent n x))%nat"
    )
    sizes = f"{dataset.width} {len(dataset.labels[0])}"
    proof = computed(f"(check_needed_sound {sizes} data_set {count}%nat (need_steps step_numerals))")
    name = claim["dataset"]["file"]
    sentence = f"every network that memorizes {name} makes at least {count} comparison(s) on some point of it"
    return (*_MODULES, "Depth", "Needed"), sentence, lines, statement, proof


def depth_needed(claim: Any, files: Files) -> Parts:
    """Return the theorem that every tree of tests of coordinates with constant leaves has so many on some way."""
    dataset, depth = files.dataset(claim["dataset"]), _count(claim["depth"])
    steps = [_depth_step(hint, dataset) for hint in files.certificate()]
    scale = common_denominator([value for point in dataset.points for value in point])
    lines = [*as_given(dataset, scale), *numeral_terms("step_numerals", counted(steps))]
    statement = (
        "forall n, axis_tree n -> memorizes n (rational_data data_set) ->\n"
        f"  exists x y, In (x, y) (rational_data data_set) /\\ ({depth} <= comparisons (spent n x))%nat"
    )
    proof = computed(
        f"(check_depth_sound {dataset.width} (rational_data data_set) {depth}%nat (steps_of step_numerals))"
    )
    sentence = (
        "every tree of tests of single coordinates with constant leaves that memorizes "
        f"{claim['dataset']['file']} has depth {depth} or more"
    )
    return ("Model", "NormalForm", "Numerals", "Checker", "Depth"), sentence, lines, statement, proof


def _count(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 10**4:
        raise Rejected("it claims less than 1 or more than 10^4, which no certificate shows here")
    return value


def _comparison_step(hint: list[Any], dataset: Dataset) -> list[int]:
    """Return a step as integers; steps that others refer to are numbered from 1 in Coq.

    >>> data = Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]])
    >>> [_comparison_step(hint, data) for hint in (["every", 7, 1, 0, 2], ["count", 7], ["pieces"])]
    [[12, 7, 1, 1, 3], [9, 7], [8, 1, 2, 3]]
    """
    name, *numbers = hint
    if name == "pieces":
        return [8, *_bends(dataset)]
    if name == "every":
        return [12, *numbers[:2], *[number + 1 for number in numbers[2:]]]
    return [_STEPS[name], *numbers] if name in _STEPS else hint_numbers(hint, "path")


def _bends(dataset: Dataset) -> Iterator[int]:
    """Yield rows in threes, from 1, that no affine map takes: the first two of a piece, and the first of the next."""
    order = sorted(range(dataset.size), key=lambda row: dataset.points[row][0])
    start = 0
    while start + 2 < dataset.size:
        (z, left), (w, right) = [(dataset.points[row][0], dataset.labels[row]) for row in order[start : start + 2]]
        for stop in range(start + 2, dataset.size):
            place, label = dataset.points[order[stop]][0], dataset.labels[order[stop]]
            if any([(b - a) * (place - w) != (c - b) * (w - z) for a, b, c in zip(left, right, label, strict=True)]):
                yield from (order[start] + 1, order[start + 1] + 1, order[stop] + 1)
                start = stop
                break
        else:
            return


def _depth_step(hint: list[Any], dataset: Dataset) -> list[int]:
    """Return a step as integers: of rows with equal labels the first one, which shows as much.

    >>> data = Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]])
    >>> _depth_step(["labels", 0, 1, 2], data), _depth_step(["sides", 0, 1], data)
    ([1, 1, 2], [2, 1, 2])
    """
    name, *numbers = hint
    if name == "sides":
        return [2, *[number + 1 for number in numbers]]
    first: dict[Any, int] = {}
    for number in numbers:
        first.setdefault(dataset.labels[number], number + 1)
    return [1, *first.values()]
