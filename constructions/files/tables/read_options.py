"""How a file of data is to be read where the file does not say it itself."""

from collections.abc import Callable
from dataclasses import dataclass, field

from constructions.model.brief import Brief
from constructions.model.errors import BadInput, shown
from constructions.model.provenance import Categories


def _silent(line: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class ReadOptions(Brief):
    """How a file is to be read where the file does not say it itself.

    Args:
        labels: the label columns, by name or by number from 1 (what is both is a name, and 01 the
            number); the last column if left out. For ``.npz`` the name of the label array.
        header: whether the first row of a text table names the columns; None finds out.
        delimiter: the one character that parts the columns of a text table (a tab may be spelled ``\\t``, as a shell
            makes it hard to type); None takes it from the suffix, or from the table if that does not fit.
        decimal: what stands before the decimals of a number in a text table, ``.`` or ``,``.
        inputs: the columns of a text table that are coordinates, in this order; all that are no labels if left out.
        drop: columns of a text table that are neither coordinates nor labels.
        skip_incomplete: leave out rows of a text table in which a cell is empty, NA, ? or -; where labels are text,
            NA, ? and - are classes.
        skip_contradicting: leave out each row of a table or an array with another label than the first of its point.
        numbered: inputs of a text table that are text, by name: the different texts of such a column, sorted, are the
            numbers 0, 1, ..., which the data set keeps as its categories. Rows that are left out have no say.
        categories: inputs that are categories, each with its texts: a cell with such a text is its number, from 0, in
            a column of that name of a text table. A trained model says it (``exchange.trained.Trained``).
        model_inputs: what a trained model calls its inputs: where a text table has a column of each name, these alone
            are coordinates, and the others may hold anything. ``inputs`` goes before.
        say: called with each line that a user must know: what was guessed, which rows are left out.

    Raises:
        BadInput: if ``delimiter`` is not one character, or is a quote or a line end; if ``decimal`` is something else;
            if both ``inputs`` and ``drop`` are given.
        TypeError: if ``labels``, ``inputs``, ``drop`` or ``numbered`` is not a tuple.

    >>> ReadOptions(labels=("species",)).header is None
    True
    """

    labels: tuple[str, ...] = ()
    header: bool | None = None
    delimiter: str | None = None
    decimal: str = "."
    inputs: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    skip_incomplete: bool = False
    skip_contradicting: bool = False
    numbered: tuple[str, ...] = ()
    categories: Categories = ()
    model_inputs: tuple[str, ...] = ()
    say: Callable[[str], None] = field(default=_silent, compare=False)

    def __post_init__(self) -> None:
        for name in ("labels", "inputs", "drop", "numbered"):
            if not isinstance(getattr(self, name), tuple):
                raise TypeError(f"{name} must be a tuple of names, not {type(getattr(self, name)).__name__}")
        if self.delimiter == r"\t":
            object.__setattr__(self, "delimiter", "\t")
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n\0'):
            raise BadInput(f"delimiter must be one character, no quote and no line end, not {shown(self.delimiter)}")
        if self.decimal not in (".", ","):
            raise BadInput(f"decimal must be . or , and not {shown(self.decimal)}")
        if self.inputs and self.drop:
            raise BadInput("the options inputs and drop exclude each other: inputs are all that is taken")

    @property
    def for_tables(self) -> bool:
        """Whether something is said of how a text table is written, or which of its columns are taken."""
        said = (self.header, self.delimiter, self.inputs or None, self.drop or None, self.numbered or None)
        return any([value is not None for value in said]) or self.decimal != "." or self.skip_incomplete


PLAINLY = ReadOptions()
"""A file says all by itself."""
