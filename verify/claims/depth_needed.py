"""The claim *depth needed*: every tree that tests single coordinates and memorizes the data has so much depth.

And *depth needed with affine leaves*: every such tree whose leaves are any affine functions.
"""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import Any, ClassVar, get_args

from constructions.model.errors import one_of
from verify.check.budget import Budget, common_denominator
from verify.check.dataset import Dataset
from verify.claims.comparisons_needed import STEPS, Leaves, comparison_step, pay_steps
from verify.claims.shared.base import Claim, whole_number
from verify.claims.shared.by_label import firsts_and_rest, grouped, label_ranks
from verify.claims.shared.subject import Reference
from verify.kernel.claimed import Source, Theorem, as_given, counted, must_suffice
from verify.kernel.hints import named
from verify.kernel.terms import numeral_terms

_MODULES = (
    *("Model", "Nets", "NormalForm", "Numerals", "Checker", "Counting", "Shallow", "Ranges", "Powers"),
    *("Unfit", "Depth"),
)


@dataclass(frozen=True, slots=True)
class DepthNeeded(Claim):
    """Every tree that tests single coordinates, has such leaves and memorizes the data has at least this depth.

    Raises:
        BadInput: unless it is an integer of at least 1, and there are such leaves.
    """

    dataset: Reference
    depth: int
    leaves: Leaves = "constant"

    plain: ClassVar = {
        "depth needed": (
            "No tree that only asks about single coordinates, with one answer at each end, memorizes these "
            "data with less depth."
        ),
        "depth needed with affine leaves": (
            "No tree that only asks about single coordinates, with any affine function at each end, memorizes these "
            "data with less depth."
        ),
    }

    def __post_init__(self) -> None:
        whole_number("depth", self.depth, 1)
        one_of("kind of leaves", self.leaves, get_args(Leaves))

    @property
    def kind(self) -> str:
        return "depth needed" + (" with affine leaves" if self.leaves == "affine" else "")

    def sentence(self) -> str:
        """Return the claim in words.

        >>> DepthNeeded(Reference("dataset.json", ""), 3).sentence()
        'every tree of tests of single coordinates with constant leaves that memorizes dataset.json has depth 3 or more'
        """
        return _said(self.leaves, self.dataset.file, self.depth)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        dataset, depth, budget = source.dataset(), source.values["depth"], source.budget
        lines, shapes = as_given(source, common_denominator([point[-1] for point in dataset.points], budget))
        affine = source.claim["kind"].endswith("with affine leaves")
        ranks = label_ranks(dataset, budget)
        steps = [_depth_step(named(hint), dataset, ranks, number, budget) for number, hint in enumerate(source.hints)]
        refuting = [[STEPS[name]] for name in ("uninterpolable", "powers")]
        pay_steps([step for step in steps if affine and step[:1] in refuting], dataset, budget)
        must_suffice(source, depth)
        lines += numeral_terms("step_numerals", counted(steps), budget)
        constant = "false" if affine else "true"
        holds = (
            f"forall n, axis_tree {constant} n -> memorizes n (rational_data data_set) ->\n"
            f"  exists x y, In (x, y) (rational_data data_set) /\\ ({depth} <= comparisons (spent n x))%nat"
        )
        sizes = f"{constant} {len(dataset.points[0]) - 1} {len(dataset.labels[0]) - 1}"
        lemma = f"(check_depth_sound {sizes} (rational_data data_set) {depth}%nat (steps_of step_numerals))"
        sentence = _said("affine" if affine else "constant", source.file("dataset"), depth)
        return Theorem(_MODULES, sentence, lines, [*shapes, (holds, lemma)])


def _said(leaves: Leaves, file: str, depth: int) -> str:
    which = f"every tree of tests of single coordinates with {leaves} leaves"
    return f"{which} that memorizes {file} has depth {depth} or more"


def _depth_step(hint: list[Any], dataset: Dataset, ranks: Items[int], step: int, budget: Budget) -> list[int]:
    """Return a step as integers, rows by their labels, in the order of the labels; nothing if there is no such step.

    ``labels`` gives one row of each label, then all others; ``ranges`` its depth, its steps, and each label's rows.
    Steps about affine functions are as ``comparison_step`` gives them.

    Args:
        hint: the step.
        dataset: the data.
        ranks: for each row the place of its label among the different ones.
        step: the number of the step.
        budget: what may be spent.

    >>> data, ranks = Dataset(([0, 1], [1, 1], [2, 1]), ([0, 1], [1, 1], [0, 1]), (1, 1, 1), None), [1, 0, 1]
    >>> hints = (["labels", 0, 1, 2], ["sides", 0, 1], ["ranges", 0, 2, 0, 1, 1], ["uninterpolable", 7, 1, -2, 1])
    >>> [_depth_step(hint, data, ranks, 2, Budget()) for hint in hints]
    [[1, 2, 2, 1, 3], [2, 1, 2], [3, 0, 1, 2, 1, 2, 1, 1], [10, 7, 1, -2, 1]]
    """
    name, *numbers = hint
    if name in ("uninterpolable", "powers"):
        return comparison_step(hint, dataset, ranks, step, budget)
    enough, rows, steps = 0, numbers if name == "labels" else [], numbers if name == "sides" else []
    if name == "ranges" and len(numbers) > 1 and 0 <= numbers[1] <= len(numbers) - 2:
        enough, rows, steps = numbers[0], numbers[2 : 2 + numbers[1]], numbers[2 + numbers[1] :]
    if not all([0 <= row < len(ranks) for row in rows]) or not all([0 <= number < step for number in steps]):
        return []
    if not 0 <= enough <= step + len(ranks).bit_length():  # no step shows so much: it counts one more than another
        return []
    budget.spend(enough)
    found = grouped(rows, ranks, budget)
    before = [number + 1 for number in steps]
    if name == "labels":
        return [1, *firsts_and_rest(found)]
    if name == "sides":
        return [2, *before]
    if not rows and not steps:
        return []
    return [3, enough, len(steps), *before, *[number for group in found for number in (len(group), *group)]]
