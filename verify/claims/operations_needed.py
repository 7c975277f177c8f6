"""The claim *operations needed*: on a line every network that memorizes the data makes so many of all operations."""

from dataclasses import dataclass
from typing import ClassVar

from constructions.model.nouns import count_of
from verify.claims.shared.base import Claim, whole_number
from verify.claims.shared.on_a_line import from_the_left
from verify.claims.shared.subject import Reference
from verify.kernel.claimed import Source, Theorem, as_given, must_suffice

_MODULES = ("Model", "NormalForm", "Counting", "Line", "Pieces", "Shallow", "Reach", "Nets", "Numerals", "Checker")


@dataclass(frozen=True, slots=True)
class OperationsNeeded(Claim):
    """Every network that memorizes the data set, on a line, makes so many operations of all kinds on one of its points.

    Every network of the model, conditional or not; additions, multiplications and comparisons as
    docs/reference/format.md counts them.

    Raises:
        BadInput: unless it is an integer of at least 1.
    """

    dataset: Reference
    operations: int

    plain: ClassVar = {
        "operations needed": "No network whatever memorizes these data with fewer operations, all kinds together."
    }

    def __post_init__(self) -> None:
        whole_number("operations", self.operations, 1)

    def sentence(self) -> str:
        """Return the claim in words.

        >>> OperationsNeeded(Reference("dataset.json", ""), 3).sentence()
        'every network that memorizes dataset.json makes at least 3 operations of all kinds on one of its points'
        """
        return (
            f"every network that memorizes {self.dataset.file} makes at least "
            f"{count_of(self.operations, 'operation')} of all kinds on one of its points"
        )

    @staticmethod
    def theorem(source: Source) -> Theorem:
        dataset, operations, budget = source.dataset(), source.values["operations"], source.budget
        lines, shapes = as_given(source)
        must_suffice(source, operations)
        source.no_hints()
        lines += from_the_left(dataset, operations + 8, budget)
        holds = (
            "forall n, memorizes n (rational_data data_set) ->\n"
            f"  exists x y, In (x, y) (rational_data data_set) /\\ ({operations} <= total (spent n x))%nat"
        )
        lemma = f"(check_operations_sound (rational_data data_set) order {operations}%nat)"
        sentence = (
            f"every network that memorizes {source.file('dataset')} makes at least "
            f"{count_of(operations, 'operation')} of all kinds on some point of it"
        )
        return Theorem(_MODULES, sentence, lines, [*shapes, (holds, lemma)])
