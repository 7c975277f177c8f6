"""The claim *units needed*: on a line a hidden layer of ReLUs that memorizes the data has so many of them."""

from dataclasses import dataclass
from typing import ClassVar

from constructions.model.nouns import count_of
from verify.check.verdict import Rejected
from verify.claims.shared.base import Claim, whole_number
from verify.claims.shared.on_a_line import from_the_left
from verify.claims.shared.subject import Reference
from verify.kernel.claimed import Source, Theorem, as_given

_MODULES = (
    *("Model", "NormalForm", "Counting", "Line", "Pieces", "OneLine", "Shallow", "Reach", "Units", "Sides"),
    *("Nets", "Numerals", "Checker"),
)


@dataclass(frozen=True, slots=True)
class UnitsNeeded(Claim):
    """Every network affine, ReLU, affine that memorizes the data set, on a line, has so many hidden units.

    Raises:
        BadInput: unless it is an integer of at least 1.
    """

    dataset: Reference
    units: int

    plain: ClassVar = {"units needed": "No network with one hidden layer memorizes these data with fewer units in it."}

    def __post_init__(self) -> None:
        whole_number("units", self.units, 1)

    def sentence(self) -> str:
        """Return the claim in words.

        >>> UnitsNeeded(Reference("dataset.json", ""), 3).sentence()
        'every network of one hidden layer that memorizes dataset.json has at least 3 ReLUs there'
        """
        return _sentence(self.dataset.file, self.units)

    @staticmethod
    def theorem(source: Source) -> Theorem:
        dataset, units, budget = source.dataset(), source.values["units"], source.budget
        lines, shapes = as_given(source)
        source.no_hints()
        if units > len(dataset.points):
            raise Rejected("a unit for each point is enough for the kinks")
        lines += from_the_left(dataset, 20, budget)
        holds = (
            "forall hidden output, memorizes (Units.layer hidden output) (rational_data data_set) ->\n"
            f"  ({units} <= List.length hidden)%nat"
        )
        lemma = f"(check_units_sound (rational_data data_set) order {units}%nat)"
        return Theorem(_MODULES, _sentence(source.file("dataset"), units), lines, [*shapes, (holds, lemma)])


def _sentence(file: str, units: int) -> str:
    return f"every network of one hidden layer that memorizes {file} has at least {count_of(units, 'ReLU')} there"
