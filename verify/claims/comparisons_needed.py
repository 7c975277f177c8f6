"""The claim *comparisons needed*: every network that memorizes the data makes so many comparisons on some point.

And *comparisons needed with constant leaves*: every tree of gates whose leaves give one value each.
"""

from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

from constructions.model.errors import one_of
from constructions.model.nouns import count_of
from verify.check.budget import MAX_STEPS, Budget, common_denominator, over, price
from verify.check.dataset import Dataset
from verify.check.rules.shared.steps import longest_number, pay_sorting
from verify.check.values import longest
from verify.check.verdict import Malformed
from verify.claims.shared.base import Claim, whole_number
from verify.claims.shared.by_label import firsts_and_rest, grouped, label_ranks
from verify.claims.shared.subject import Reference
from verify.kernel.claimed import Source, Theorem, as_given, counted, most_shown, must_suffice
from verify.kernel.hints import CODES, hint_numbers, named
from verify.kernel.terms import numeral_terms

MODULES = (
    *("Model", "Nets", "NormalForm", "Numerals", "Checker", "Forms", "Intervals", "Relaxation", "Ground"),
    *("States", "Layers", "Engine", "Hints", "Goals", "Claims", "Counting", "Shallow", "Powers"),
    *("Unfit", "Needed"),
)
"""The files of proofs/ that a theorem about comparisons needs, in order."""

STEPS = {
    **{"pieces": 8, "count": 9, "uninterpolable": 10, "dichotomies": 11, "every": 12},
    **{"powers": 23, "labels": 24, "apart": 25, "cases": 26},
}
"""Of a step its code in proofs/Needed.v; no hint of an execution has the same (verify/kernel/hints.py)."""

Leaves = Literal["affine", "constant"]

WHICH = {"affine": "every network", "constant": "every tree of gates with constant leaves"}
"""What is spoken of, by its leaves."""


@dataclass(frozen=True, slots=True)
class ComparisonsNeeded(Claim):
    """Every network that memorizes the data set makes at least ``comparisons`` comparisons on one of its points.

    Every network of the model, conditional or not; comparisons as docs/reference/format.md counts them. With constant
    leaves: every tree of gates whose leaves give one value each.

    Raises:
        BadInput: unless it is an integer of at least 1, and there are such leaves.
    """

    dataset: Reference
    comparisons: int
    leaves: Leaves = "affine"

    plain: ClassVar = {
        "comparisons needed": "No network whatever memorizes these data with fewer comparisons at every point.",
        "comparisons needed with constant leaves": (
            "No tree of yes-or-no questions with one answer at each end memorizes these data with fewer questions."
        ),
    }

    def __post_init__(self) -> None:
        whole_number("comparisons", self.comparisons, 1)
        one_of("kind of leaves", self.leaves, get_args(Leaves))

    @property
    def kind(self) -> str:
        return "comparisons needed" + (" with constant leaves" if self.leaves == "constant" else "")

    def sentence(self) -> str:
        """Return the claim in words.

        >>> ComparisonsNeeded(Reference("dataset.json", ""), 3).sentence()
        'every network that memorizes dataset.json makes at least 3 comparisons on one of its points'
        """
        return (
            f"{WHICH[self.leaves]} that memorizes {self.dataset.file} makes at least "
            f"{count_of(self.comparisons, 'comparison')} on one of its points"
        )

    @staticmethod
    def theorem(source: Source) -> Theorem:
        dataset, count, budget = source.dataset(), source.values["comparisons"], source.budget
        lines, shapes = as_given(source)
        constant = source.claim["kind"].endswith("with constant leaves")
        hints = [named(hint) for hint in source.hints]
        ranks = label_ranks(dataset, budget) if constant and any([hint[0] == "labels" for hint in hints]) else []
        steps = [comparison_step(hint, dataset, ranks, len(hints), budget) for hint in hints]
        must_suffice(source, count)
        pay_steps(steps, dataset, budget)
        bends = _bends(dataset, constant, budget) if [STEPS["pieces"]] in steps and len(dataset.points[0]) == 2 else ()
        lines += [
            *numeral_terms("bend_numerals", bends, budget),
            "Definition bends := map Z.to_pos (integers bend_numerals 0).",
            *numeral_terms("step_numerals", counted(steps), budget),
        ]
        every, one = ("forall t, flat t ->", "(network t)") if constant else ("forall n,", "n")
        holds = (
            f"{every} memorizes {one} (rational_data data_set) ->\n"
            f"  exists x y, In (x, y) (rational_data data_set) /\\ ({count} <= comparisons (spent {one} x))%nat"
        )
        sizes = f"{len(dataset.points[0]) - 1} {len(dataset.labels[0]) - 1}"
        sound = "check_constant_sound" if constant else "check_needed_sound"
        lemma = f"({sound} {sizes} data_set bends {count}%nat (need_steps step_numerals))"
        which, name = WHICH["constant" if constant else "affine"], source.file("dataset")
        sentence = f"{which} that memorizes {name} makes at least {count_of(count, 'comparison')} on some point of it"
        return Theorem(MODULES, sentence, lines, [*shapes, (holds, lemma)])


def comparison_step(hint: list[Any], dataset: Dataset, ranks: Items[int], hints: int, budget: Budget) -> list[int]:
    """Return a step as integers, one of so many; steps that others refer to are numbered from 1 in Coq.

    ``ranks``: the place of each row's label among the different ones; none if labels are not counted.

    Raises:
        Malformed: as ``hint_numbers``, or if *pieces* does not stand alone.

    >>> data = Dataset(([0, 1], [1, 1], [2, 1]), ([0, 1], [1, 1], [0, 1]), (1, 1, 1), None)
    >>> hints = (["every", 7, 1, 0, 2], ["count", 7], ["pieces"], ["labels", 2, 0, 1])
    >>> [comparison_step(hint, data, [0, 1, 0], 9, Budget()) for hint in hints]
    [[12, 7, 1, 1, 3], [9, 7], [8], [24, 2, 3, 2, 1]]
    """
    name, *numbers = hint
    code = STEPS.get(name, 0)
    if name == "pieces":
        if numbers:
            raise Malformed("the hint pieces must stand alone")
        return [code]
    if name == "uninterpolable" and numbers and numbers[0] >= 0:
        return [code, *numbers]
    if name in ("count", "dichotomies") and len(numbers) == 1 and numbers[0] >= 0:
        return [code, *numbers]
    if name == "every" and len(numbers) > 1 and min(numbers) >= 0 and numbers[1] <= most_shown(hints):
        return [code, *numbers[:2], *[number + 1 for number in numbers[2:]]]
    if name == "powers" and len(numbers) > 1 and numbers[0] >= 0 and 0 < numbers[1] <= len(numbers).bit_length():
        return [code, *numbers]
    if name == "labels" and ranks and all([0 <= row < len(ranks) for row in numbers]):
        return [code, *firsts_and_rest(grouped(numbers, ranks, budget))]
    if name == "apart" and len(numbers) > 2 and min(numbers) > 0:
        return [code, *numbers[:2], numbers[0].bit_count(), *numbers[2:]]
    if name == "cases" and len(numbers) > 2 and min(numbers[:2]) > 0 and numbers[1] <= most_shown(hints):
        return [code, *numbers]
    if code:
        return []
    widths = (len(dataset.points[0]),)
    return hint_numbers(
        hint, budget, ("split", "below", "above", "empty", "path"), widths, max(len(dataset.points), hints)
    )


def pay_steps(steps: list[list[int]], dataset: Dataset, budget: Budget) -> None:
    """Pay for what Coq computes from steps as ``comparison_step`` gives them; wrong ones are paid for as well.

    Counting looks at all sets of p + 2 points, and *uninterpolable* at each coordinate of each point from the first one
    on. The hints of *dichotomies* run the tests of all points of its set, on forms in p + 1 variables; *every* compares
    each of the ends with the sets of the steps that it names. *powers* adds up each product of 2^c of p + 2 once.
    """
    rows, width, bits = len(dataset.points), len(dataset.points[0]), longest_number(dataset, budget)
    numbers = price(bits, bits)
    if any([step[:1] == [STEPS["count"]] for step in steps]):
        parts = _parts(rows, width + 1)
        budget.spend(parts * (width + 1) ** 3 * (len(dataset.labels[0]) + 1) * numbers)
    running = ends = 0
    for step in steps:
        kind, chosen = step[0] if step else 0, step[1] if len(step) > 1 else 0
        budget.spend(4 + rows // 8)
        if kind == STEPS["uninterpolable"]:
            budget.spend(len(step) * (width**2 // 8 + len(dataset.labels[0])) * numbers)
        elif kind == STEPS["dichotomies"]:
            running, ends = chosen.bit_count() * width, 0
        elif kind == STEPS["every"]:
            budget.spend(ends * len(step) * (1 + rows // 8))
        elif kind == STEPS["powers"]:
            products = _parts(width + 1 + (1 << step[2]), 1 << step[2])
            budget.spend(len(step) * (width**2 // 8 + (len(dataset.labels[0]) - 1) * 8 * products) * numbers)
        elif kind == STEPS["labels"]:
            budget.spend(len(step) * (len(dataset.labels[0]) * numbers + rows // 8))
        elif kind == STEPS["apart"]:
            budget.spend(len(step) * (width**2 // 8 + 1) * numbers)
        elif kind == STEPS["cases"]:
            budget.spend(len(step) * (8 + rows))
        elif kind not in (STEPS["pieces"], STEPS["count"]):
            budget.spend((running + len(step)) * width * numbers)
            ends += kind == CODES["path"]


def _parts(rows: int, size: int) -> int:
    """Return how many sets of this size there are, or a number beyond every limit.

    >>> _parts(13, 4), _parts(3, 4), _parts(10**6, 10**5) > MAX_STEPS
    (715, 0, True)
    """
    if size > rows:
        return 0
    found = 1
    for place in range(min(size, rows - size)):
        found = found * (rows - place) // (place + 1)
        if found > MAX_STEPS:
            break
    return found


def _bends(dataset: Dataset, constant: bool, budget: Budget) -> Iterator[int]:
    """Yield rows in threes, from 1, that no affine map takes: the first two of a piece, and the first of the next.

    With constant leaves the first of a piece is taken twice: no single value takes it and the first of the next.
    """
    scale = common_denominator([below for _, below in dataset.points], budget)
    places = [over((place, below), scale, budget) for place, below in dataset.points]
    pay_sorting(places, longest(places), budget)
    order = sorted(range(len(places)), key=places.__getitem__)
    start = 0
    while start + 2 - constant < len(order):
        first, second = order[start], order[start + 1 - constant]
        for stop in range(start + 2 - constant, len(order)):
            rows = [(places[row], dataset.labels[row]) for row in (first, second, order[stop])]
            bits = max([longest([place, *label]) for place, label in rows])
            budget.spend(8 * len(rows[0][1]) * price(3 * bits, 3 * bits))
            if rows[0][1] != rows[2][1] if constant else _bent(rows):
                yield from (first + 1, second + 1, order[stop] + 1)
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
