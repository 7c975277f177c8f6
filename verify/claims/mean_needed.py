"""The claim *mean comparisons needed*: whatever memorizes the data makes so many comparisons in the mean over its rows.

Of every network, or of trees with constant leaves; and *mean depth needed*, of trees that test single coordinates.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Literal, get_args

from constructions.model.errors import BadInput, one_of
from verify.check.budget import Budget, price
from verify.check.dataset import Dataset
from verify.check.rules.shared.steps import longest_number
from verify.claims.comparisons_needed import MODULES, STEPS, WHICH, Leaves, comparison_step, pay_steps
from verify.claims.shared.base import Claim
from verify.claims.shared.subject import Reference
from verify.kernel.claimed import Source, Theorem, as_given, counted
from verify.kernel.hints import CODES, named
from verify.kernel.terms import integer_term, list_terms, numeral_terms, rational_term

Gates = Literal["oblique", "axis"]
"""``oblique``: any affine form may be tested; ``axis``: single coordinates."""

_KINDS: dict[str, tuple[Gates, Leaves]] = {
    "mean comparisons needed": ("oblique", "affine"),
    "mean comparisons needed with constant leaves": ("oblique", "constant"),
    "mean depth needed": ("axis", "constant"),
    "mean depth needed with affine leaves": ("axis", "affine"),
}


@dataclass(frozen=True, slots=True)
class MeanNeeded(Claim):
    """All that memorizes the data with such gates and leaves makes at least ``mean`` comparisons on the mean row.

    Raises:
        BadInput: unless it is more than 0, and there are such gates and leaves.
    """

    dataset: Reference
    mean: Fraction
    gates: Gates = "oblique"
    leaves: Leaves = "affine"

    plain: ClassVar = {
        "mean comparisons needed": "No network whatever memorizes these data with fewer comparisons on average.",
        "mean comparisons needed with constant leaves": (
            "No tree of yes-or-no questions with one answer at each end memorizes these data with fewer on average."
        ),
        "mean depth needed": (
            "No tree that only asks about single coordinates, with one answer at each end, memorizes these data with "
            "fewer questions on average."
        ),
        "mean depth needed with affine leaves": (
            "No tree that only asks about single coordinates, with any affine function at each end, memorizes these "
            "data with fewer questions on average."
        ),
    }

    def __post_init__(self) -> None:
        one_of("kind of gates", self.gates, get_args(Gates))
        one_of("kind of leaves", self.leaves, get_args(Leaves))
        if self.mean <= 0:
            raise BadInput(f"mean must be more than 0, not {self.mean}")

    @property
    def kind(self) -> str:
        return next(kind for kind, which in _KINDS.items() if which == (self.gates, self.leaves))

    def sentence(self) -> str:
        """Return the claim in words.

        >>> MeanNeeded(Reference("dataset.json", ""), Fraction(11, 6)).sentence()
        'every network that memorizes dataset.json makes 11/6 or more comparisons in the mean over its rows'
        """
        return _said(self.gates, self.leaves, self.dataset.file, self.mean)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        dataset, (above, below), budget = source.dataset(), source.values["mean"], source.budget
        gates, leaves = _KINDS[source.claim["kind"]]
        lines, shapes = as_given(source)
        hints = [named(hint) for hint in source.hints]
        steps = [_mean_step(hint, dataset, len(hints), budget) for hint in hints]
        _pay(steps, dataset, gates, budget)
        lines += [
            *list_terms("counts", "Z", [integer_term(count) for count in dataset.counts]),
            *numeral_terms("step_numerals", counted(steps), budget),
        ]
        which = f"{str(gates == 'axis').lower()} {str(leaves == 'constant').lower()}"
        mean = rational_term(above, below)
        holds = (
            f"forall n, spoken_of {which} n -> memorizes n (rational_data data_set) ->\n"
            f"  ({mean} * inject_Z (rows_counted counts) <=\n"
            "   inject_Z (comparisons_made n (rational_data data_set) counts))%Q"
        )
        sizes = f"{which} {len(dataset.points[0]) - 1} {len(dataset.labels[0]) - 1}"
        lemma = f"(check_means_sound {sizes} data_set counts {mean} (mean_steps step_numerals))"
        sentence = _said(gates, leaves, source.file("dataset"), Fraction(above, below))
        return Theorem((*MODULES, "Entropy", "Means"), sentence, lines, [*shapes, (holds, lemma)])


def _said(gates: Gates, leaves: Leaves, file: str, mean: Fraction) -> str:
    which = WHICH[leaves] if gates == "oblique" else f"every tree of tests of single coordinates with {leaves} leaves"
    return f"{which} that memorizes {file} makes {mean} or more comparisons in the mean over its rows"


def _mean_step(hint: list[Any], dataset: Dataset, hints: int, budget: Budget) -> list[int]:
    """Return a step as integers, one of so many; all but ``every`` are as ``comparison_step`` gives them.

    >>> data = Dataset(([0, 1], [1, 1], [2, 1]), ([0, 1], [1, 1], [0, 1]), (1, 1, 1), None)
    >>> [_mean_step(hint, data, 9, Budget()) for hint in (["every", 7], ["dichotomies", 7], ["labels", 0, 1])]
    [[12, 7], [11, 7], []]
    """
    name, *numbers = hint
    if name == "every":
        return [STEPS["every"], *numbers] if len(numbers) == 1 and numbers[0] >= 0 else []
    if name in ("pieces", "count", "powers", "labels", "apart", "cases"):
        return []
    return comparison_step(hint, dataset, [], hints, budget)


def _pay(steps: list[list[int]], dataset: Dataset, gates: Gates, budget: Budget) -> None:
    """Pay for what Coq computes: sets are looked up bit by bit on both sides of each division."""
    rows, width = len(dataset.points), len(dataset.points[0])
    bits = longest_number(dataset, budget)
    others = [step for step in steps if step[:1] != [STEPS["every"]]]
    pay_steps(others, dataset, budget)
    tests = rows * (width - 1) if gates == "axis" else sum([step[:1] == [CODES["path"]] for step in steps])
    budget.spend(rows * tests * price(bits, bits) if gates == "axis" else 0)
    budget.spend((len(steps) - len(others)) * ((tests + 1) * (8 + rows) + rows * (width + len(dataset.labels[0]))))
