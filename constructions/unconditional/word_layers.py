"""Layers that select the word of a group by step units, and read it bit by bit."""

from collections.abc import Iterable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from constructions.geometry.layer_builder import LayerBuilder, NamedWeights
from constructions.model.network import Step
from constructions.model.rational import Number
from constructions.unconditional.run_words import Places, Words


@dataclass(frozen=True, slots=True)
class Plan:
    """Places with their words, and the word of each group as one number.

    Attributes:
        places, words: as they are.
        numbers: where places are whole, s - (rest) for a group that begins at s, so that x minus it is e + (rest); else
            s + (rest). The rest are the distances as digits behind the point.
    """

    places: Places
    words: Words
    numbers: Items[Fraction]

    @classmethod
    def of(cls, places: Places, words: Words, rests: Items[Fraction]) -> "Plan":
        """Return the plan; ``rests`` are the digits behind the point of each word."""
        starts, sign = [group.start + places.origin for group in words.groups], -1 if places.whole else 1
        return cls(places, words, [start + sign * rest for start, rest in zip(starts, rests, strict=True)])

    @property
    def borders(self) -> list[Fraction]:
        """The x at which groups begin, but the first."""
        return [group.start + self.places.origin for group in self.words.groups[1:]]

    @property
    def changes(self) -> list[Fraction]:
        """The difference of each word but the first from the one before; all are positive."""
        return [after - before for before, after in pairwise(self.numbers)]


def packed(fields: Iterable[tuple[int, int]]) -> Fraction:
    """Return the number below 1 whose binary digits are fields one after the other, each a value and its bits.

    >>> packed([(1, 1), (2, 3)])
    Fraction(5, 8)
    """
    rest = Fraction(0)
    for value, bits in reversed(list(fields)):
        rest = (value + rest) / 2**bits
    return rest


def kept(wires: LayerBuilder, **rows: NamedWeights | None) -> dict[str, NamedWeights]:
    """Return the wires as they are, but those whose rows are given, and without those that are given none."""
    found = {name: rows.get(name, {name: 1}) for name in wires.names}
    return {name: row for name, row in found.items() if row is not None}


def select_by_steps(wires: LayerBuilder, plan: Plan) -> None:
    """Let u be the word, or x minus the word where places are whole; a border takes four operations."""
    steps: dict[str, NamedWeights] = {f"c{number}": {"x": 1, "": -place} for number, place in enumerate(plan.borders)}
    if steps:
        wires.unit(Step, **steps)
    sign = -1 if plan.places.whole else 1
    word: dict[str, Number] = {name: sign * change for name, change in zip(steps, plan.changes, strict=True)}
    word[""] = sign * plan.numbers[0]
    if plan.places.whole:
        wires.affine(u={"x": 1, **word})
    else:
        wires.affine(x={"x": 1}, u=word)


def take_by_steps(wires: LayerBuilder, bits: int, behind: int = 0, word: str = "u") -> None:
    """Take the highest bits from a word, 2^(bits - 1) down to 1, the last ``behind`` of them behind the point.

    Four operations a bit, three for the bit 1.
    """
    for power in reversed(range(-behind, bits - behind)):
        half = Fraction(2) ** power
        wires.unit(Step, b={word: 1, "": -half})
        rest: dict[str, NamedWeights | None] = {word: {word: 1, "b": -half}, "b": None}
        wires.affine(**kept(wires, **rest))
