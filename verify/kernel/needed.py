"""Claims that every network, or tree of tests of coordinates, needs so much: their steps as integers for Coq."""

from collections.abc import Iterator, Sequence as Items
from math import lcm
from typing import Any

from verify.check.dataset import Dataset
from verify.check.reader import integer
from verify.check.verdict import Rejected
from verify.kernel.claimed import Source, Theorem, as_given, counted
from verify.kernel.terms import hint_numbers, named, numeral_terms

_DEPTH = ("Model", "Nets", "NormalForm", "Numerals", "Checker", "Depth")
_REGIONS = ("Forms", "Engine", "Hints", "Goals", "Claims")
_STEPS = {"count": 9, "uninterpolable": 10, "dichotomies": 11}
"""Of a step its code in proofs/Needed.v; 8 is *pieces*, 12 *every*, smaller ones are hints of an execution."""


def comparisons_needed(source: Source) -> Theorem:
    """Return the theorem that every network that memorizes the data makes so many comparisons on some point."""
    dataset, count = source.dataset(), _count(source, "comparisons")
    lines, shapes = as_given(dataset)
    steps = [_comparison_step(named(hint), dataset) for hint in source.hints]
    lines += numeral_terms("step_numerals", counted(steps))
    holds = (
        "forall n, memorizes n (rational_data data_set) ->\n"
        f"  exists x y, In (x, y) (rational_data data_set) /\\ ({count} <= comparisons (spent n x))%nat"
    )
    sizes = f"{len(dataset.points[0]) - 1} {len(dataset.labels[0]) - 1}"
    lemma = f"(check_needed_sound {sizes} data_set {count}%nat (need_steps step_numerals))"
    name = source.file("dataset")
    sentence = f"every network that memorizes {name} makes at least {count} comparison(s) on some point of it"
    modules = (*_DEPTH[:-1], *_REGIONS, "Counting", "Depth", "Needed")
    return Theorem(modules, sentence, lines, [*shapes, (holds, lemma)])


def depth_needed(source: Source) -> Theorem:
    """Return the theorem that every tree of tests of coordinates with constant leaves has so many on some way."""
    dataset, depth = source.dataset(), _count(source, "depth")
    lines, shapes = as_given(dataset, lcm(*[point[-1] for point in dataset.points]))
    kinds: dict[tuple[int, ...], int] = {}
    labels = [kinds.setdefault(tuple(label), len(kinds)) for label in dataset.labels]
    steps = [_depth_step(named(hint), labels, number) for number, hint in enumerate(source.hints)]
    lines += numeral_terms("step_numerals", counted(steps))
    holds = (
        "forall n, axis_tree n -> memorizes n (rational_data data_set) ->\n"
        f"  exists x y, In (x, y) (rational_data data_set) /\\ ({depth} <= comparisons (spent n x))%nat"
    )
    width = len(dataset.points[0]) - 1
    lemma = f"(check_depth_sound {width} (rational_data data_set) {depth}%nat (steps_of step_numerals))"
    sentence = (
        "every tree of tests of single coordinates with constant leaves that memorizes "
        f"{source.file('dataset')} has depth {depth} or more"
    )
    return Theorem(_DEPTH, sentence, lines, [*shapes, (holds, lemma)])


def _count(source: Source, key: str) -> int:
    """Return how many are claimed; each step adds one at most to what the points give, so that more is not shown."""
    value = integer(source.claim[key], key, 1, 10**6)
    if value > len(source.hints) + 64:
        raise Rejected(f"{len(source.hints)} hints do not show {value}")
    return value


def _comparison_step(hint: list[Any], dataset: Dataset) -> list[int]:
    """Return a step as integers; steps that others refer to are numbered from 1 in Coq.

    >>> data = Dataset(([0, 1], [1, 1], [2, 1]), ([0, 1], [1, 1], [0, 1]), None)
    >>> [_comparison_step(hint, data) for hint in (["every", 7, 1, 0, 2], ["count", 7], ["pieces"])]
    [[12, 7, 1, 1, 3], [9, 7], [8, 1, 2, 3]]
    """
    name, *numbers = hint
    if name == "pieces":
        return [8, *_bends(dataset)] if len(dataset.points[0]) == 2 else [8]
    if name == "uninterpolable" and numbers and numbers[0] >= 0:
        return [_STEPS[name], *numbers]
    if name in ("count", "dichotomies") and len(numbers) == 1 and numbers[0] >= 0:
        return [_STEPS[name], *numbers]
    if name == "every" and len(numbers) > 1 and min(numbers) >= 0:
        return [12, *numbers[:2], *[number + 1 for number in numbers[2:]]]
    return hint_numbers(hint, "path", (len(dataset.points[0]),)) if name not in (*_STEPS, "every") else []


def _bends(dataset: Dataset) -> Iterator[int]:
    """Yield rows in threes, from 1, that no affine map takes: the first two of a piece, and the first of the next."""
    scale = lcm(*[below for _, below in dataset.points])
    places = [place * (scale // below) for place, below in dataset.points]
    order = sorted(range(len(places)), key=places.__getitem__)
    start = 0
    while start + 2 < len(order):
        first, second = order[start : start + 2]
        for stop in range(start + 2, len(order)):
            third = order[stop]
            if _bent([(places[row], dataset.labels[row]) for row in (first, second, third)]):
                yield from (first + 1, second + 1, third + 1)
                start = stop
                break
        else:
            return


def _bent(rows: list[tuple[int, list[int]]]) -> bool:
    """Return whether no affine function takes the labels at three places.

    >>> _bent([(0, [0, 1]), (1, [1, 2]), (2, [1, 1])]), _bent([(0, [0, 1]), (1, [1, 2]), (2, [2, 1])])
    (False, True)
    """
    (a, left), (b, middle), (c, right) = rows
    x, y, z = left[-1], middle[-1], right[-1]
    labels = zip(left[:-1], middle[:-1], right[:-1], strict=True)
    return any([(v * x - u * y) * (c - b) * z != (w * y - v * z) * (b - a) * x for u, v, w in labels])


def _depth_step(hint: list[Any], labels: Items[int], step: int) -> list[int]:
    """Return a step as integers: of rows with equal labels the first one, which shows as much.

    Args:
        hint: the step.
        labels: for each row a number that only rows with the same label have.
        step: the number of the step.

    >>> _depth_step(["labels", 0, 1, 2], [0, 1, 0], 0), _depth_step(["sides", 0, 1], [0, 1, 0], 2)
    ([1, 1, 2], [2, 1, 2])
    """
    name, *numbers = hint
    if name not in ("labels", "sides"):
        return []
    known = len(labels) if name == "labels" else step
    if not all([0 <= number < known for number in numbers]):
        return []
    if name == "sides":
        return [2, *[number + 1 for number in numbers]]
    first: dict[int, int] = {}
    for number in numbers:
        first.setdefault(labels[number], number + 1)
    return [1, *first.values()]
