"""What a network says of new points, as a table: outputs, class, operations and path of every row."""

import csv
import io
from collections.abc import Iterator, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction

from constructions.files.points_reader import Rows
from constructions.model.answers import largest, names_classes
from constructions.model.batch import evaluate_many
from constructions.model.dataset import Dataset
from constructions.model.network import Network
from constructions.model.progress import Progress, silent
from constructions.model.rational import long_integers

_BLOCK = 4096
"""So many rows run together at most."""

_DECISIONS = 50_000_000
"""So many steps may be noted at once: the paths of rows that run together are in memory together."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """The predictions for the rows of a file.

    Attributes:
        text: the table in CSV, with a header.
        unnamed: how many rows have no class, because several outputs are the largest, or the output is the number of no
            class; 0 where there are no classes.
        longest: how many characters the longest output has.
    """

    text: str
    unnamed: int
    longest: int


@long_integers()
def predictions(
    network: Network,
    dataset: Dataset | None,
    rows: Rows,
    decimals: int | None = None,
    progress: Progress = silent,
    classes: tuple[str, ...] | None = None,
) -> Predictions:
    """Return what ``network`` says of every row.

    The columns are the row's number, the class if the data have classes, the outputs, the operations spent, and the
    path: the decisions in the order taken, 1 for at or above and 0 for below.

    Args:
        network: the network.
        dataset: the data it was made for, which tell whether it answers with classes, and their names.
        rows: the points.
        decimals: round outputs to so many digits after the point, a half to the even digit; None: exact.
        progress: called with the rows done and all rows.
        classes: without data, the names of the model's classes in the order of the outputs, if it has them.

    >>> from constructions.model.network import Affine, Branch
    >>> gate = Branch([1], 0, Affine([[0]], [7]), Affine([[1]], [Fraction(1, 3)]))
    >>> rows = Rows([(Fraction(-1),), (Fraction(1),)], [2, 3], "line", ())
    >>> print(predictions(gate, None, rows).text, end="")
    line,output,operations,path
    2,7,1,[0]
    3,4/3,2,[1]
    """
    named = OutputNames.of(network, dataset, classes)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    outputs = [f"output {name}" for name in named.outputs] if network.output_width > 1 else ["output"]
    writer.writerow([rows.unit, *(["class"] if named.has_classes else []), *outputs, "operations", "path"])
    unnamed = longest = 0
    for number, (output, operations, path) in enumerate(_evaluated(network, rows.points, progress)):
        name = named.of_output(output) if named.has_classes else None
        unnamed += named.has_classes and name is None
        cells = [spelled_out(value, decimals) for value in output]
        longest = max(longest, *map(len, cells))
        writer.writerow(
            [rows.numbers[number], *([name or ""] if named.has_classes else []), *cells, operations, f"[{path}]"]
        )
    return Predictions(table.getvalue(), unnamed, longest)


def _evaluated(
    network: Network, points: Items[Items[Fraction]], progress: Progress
) -> Iterator[tuple[tuple[Fraction, ...], int, str]]:
    size = max(1, min(_BLOCK, _DECISIONS // network.work))
    for start in range(0, len(points), size):
        found = evaluate_many(network, points[start : start + size], paths=True)
        assert found.paths is not None  # they were asked for
        for number, (output, path) in enumerate(zip(found.outputs, found.paths, strict=True)):
            yield output, found.at(number).total, path
        progress(start + len(found.outputs), len(points))


def spelled_out(value: Fraction, decimals: int | None) -> str:
    """Return an exact number as it is, or rounded to so many digits after the point, a half to the even digit.

    >>> spelled_out(Fraction(-2, 3), None), spelled_out(Fraction(-2, 3), 3), spelled_out(Fraction(5, 2), 0)
    ('-2/3', '-0.667', '2')
    """
    if decimals is None:
        return str(value)
    units = round(value * 10**decimals)
    digits = str(abs(units)).rjust(decimals + 1, "0")
    text = digits if not decimals else f"{digits[:-decimals]}.{digits[-decimals:]}"
    return f"-{text}" if units < 0 else text


@dataclass(frozen=True, slots=True)
class OutputNames:
    """Whether outputs name a class, and the names of classes and outputs.

    Attributes:
        outputs: what each output is called: its class, or its number.
        classes: the names of the classes, if there are any.
        by_largest: whether the largest output names the class.
    """

    outputs: tuple[str, ...]
    classes: tuple[str, ...] | None
    by_largest: bool

    @classmethod
    def of(cls, network: Network, dataset: Dataset | None, of_model: tuple[str, ...] | None) -> "OutputNames":
        """Return them for a network, from the data of its bundle or, without data, from the classes of a model."""
        classes = of_model if dataset is None else dataset.class_names
        by_largest = of_model is not None if dataset is None else names_classes(network, dataset)
        numbered = tuple([str(number) for number in range(network.output_width)])
        fits = by_largest and classes is not None and len(classes) == network.output_width
        return cls(classes if fits and classes is not None else numbered, classes, by_largest)

    @property
    def has_classes(self) -> bool:
        """Whether outputs name a class at all."""
        return self.by_largest or (self.classes is not None and len(self.outputs) == 1)

    def of_output(self, output: tuple[Fraction, ...]) -> str | None:
        """Return the name of the class that an output names, its number if it has no name; None if it names none."""
        if self.by_largest:
            best = largest(output)
            return self.outputs[best[0]] if len(best) == 1 else None
        classes = self.classes or ()
        return next((name for number, name in enumerate(classes) if output[0] == number), None)
