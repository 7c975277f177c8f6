"""The claim *depth needed*: every tree that tests single coordinates and memorizes the data has so much depth."""

from collections.abc import Sequence as Items
from dataclasses import dataclass
from math import lcm
from typing import Any, ClassVar

from constructions.model.errors import BadInput
from verify.claims.shared.base import Claim, Reference
from verify.kernel.claimed import Source, Theorem, as_given, claimed_count, counted
from verify.kernel.terms import named, numeral_terms

_MODULES = ("Model", "Nets", "NormalForm", "Numerals", "Checker", "Depth")


@dataclass(frozen=True, slots=True)
class DepthNeeded(Claim):
    """Every tree that tests single coordinates, has constant leaves and memorizes the data has at least this depth.

    Raises:
        BadInput: unless it is an integer of at least 1.
    """

    dataset: Reference
    depth: int

    plain: ClassVar = {
        "depth needed": "No tree that only asks about single coordinates memorizes these data with less depth."
    }

    def __post_init__(self) -> None:
        if type(self.depth) is not int or self.depth < 1:
            raise BadInput(f"depth must be an integer of at least 1, not {self.depth!r}")

    @property
    def stem(self) -> str:
        return "depth-needed"

    def sentence(self) -> str:
        """Return the claim in words.

        >>> DepthNeeded(Reference("dataset.json", ""), 3).sentence()
        'every tree of tests of single coordinates with constant leaves that memorizes dataset.json has depth 3 or more'
        """
        return (
            f"every tree of tests of single coordinates with constant leaves that memorizes {self.dataset.file} "
            f"has depth {self.depth} or more"
        )

    def fields(self) -> dict[str, str]:
        return {"dataset": self.dataset.text(), "depth": str(self.depth)}

    @staticmethod
    def theorem(source: Source) -> Theorem:
        dataset, depth = source.dataset(), claimed_count(source, "depth")
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
        return Theorem(_MODULES, sentence, lines, [*shapes, (holds, lemma)])


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
