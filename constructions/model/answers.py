"""Which class the outputs of a network name, and how many labels are right; a tie names none."""

from collections.abc import Iterable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from constructions.model.network import Form, Network

if TYPE_CHECKING:
    from constructions.model.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Score:
    """How many answers are right.

    Attributes:
        right: how many answers are the label; where classes are named by the one largest output, ties are not.
        ties: how many answers name no class, since several outputs are the largest.
        first_tie: the number of the first data point with a tie; None if there is none.
    """

    right: int
    ties: int = 0
    first_tie: int | None = None


def names_classes(network: Network, dataset: "Dataset") -> bool:
    """Return whether a network answers with the class of its largest output: several outputs, labels of one number.

    This is no guess: a label of one number is never equal to several outputs, so it can only be the number of a class.
    What is built with ``--outputs one-hot`` is known by this alone, and nothing else has to be stored.

    >>> from constructions.model.dataset import Dataset
    >>> from constructions.model.network import Relu
    >>> names_classes(Relu(2), Dataset.from_rows([[0, 1]], [[1]]))
    True
    """
    return widths_name_classes(network.output_width, dataset.label_width)


def widths_name_classes(outputs: int, labels: int) -> bool:
    """Return the same of so many outputs, and labels of so many numbers."""
    return outputs > 1 and labels == 1


def largest(outputs: Items[Any]) -> tuple[int, ...]:
    """Return the numbers of all the largest outputs; none if one of them is not a number, as floats may be.

    The claim *classifies* holds at a point if this is the label alone.

    >>> largest([1, 3, 2]), largest([3, 1, 3]), largest([1.0, float("nan")])
    ((1,), (0, 2), ())
    """
    if any([value != value for value in outputs]):
        return ()
    top = max(outputs)
    return tuple([number for number, value in enumerate(outputs) if value == top])


def class_of(values: Items[Fraction], classes: Items[str]) -> int | None:
    """Return the class that constant outputs stand for: its number, or its unit vector; None if they name none.

    >>> class_of((Fraction(1),), ("red", "blue")), class_of((Fraction(1), Fraction(0)), ("red", "blue"))
    (1, 0)
    >>> class_of((Fraction(2),), ("red", "blue")) is class_of((Fraction(1), Fraction(1)), ("red", "blue")) is None
    True
    """
    if len(values) == 1:
        return next((number for number in range(len(classes)) if number == values[0]), None)
    is_unit = len(values) == len(classes) and sorted(values) == [0] * (len(values) - 1) + [1]
    return list(values).index(Fraction(1)) if is_unit else None


def class_on_path(weights: Items[Form], bias: Items[Fraction], classes: Items[str]) -> str:
    """Return the name of the class that a network answers all over a path; nothing where that depends on the input, or
    the classes have no names.

    Args:
        weights, bias: the affine map on the path: to a class's number, or to several outputs, of which the largest
            names the class.
        classes: their names.

    >>> flat = Form(1, (), ())
    >>> class_on_path([flat], [Fraction(1)], ["red", "blue"])
    'blue'
    >>> [class_on_path([flat] * 2, [Fraction(1), Fraction(last)], ["red", "blue"]) for last in (0, 1, 2)]
    ['red', 'none: a tie', 'blue']
    """
    if any([form.indices for form in weights]):
        return ""
    if len(bias) == 1:
        found = class_of(bias, classes)
        return "" if found is None else classes[found]
    best = largest(bias) if len(bias) == len(classes) else ()
    return "" if not best else classes[best[0]] if len(best) == 1 else "none: a tie"


def score_of(answers: Iterable[tuple[int, ...]], classes: Iterable[int], counts: Iterable[int]) -> Score:
    """Return how many classes are named right, each point counted so often as ``counts`` says.

    Args:
        answers: what ``largest`` says of each point.

    >>> score_of([(0,), (0, 1), (1,)], [0, 0, 0], [1, 5, 1])
    Score(right=1, ties=5, first_tie=1)
    """
    right = ties = 0
    first = None
    for number, (answer, label, count) in enumerate(zip(answers, classes, counts, strict=True)):
        right += count * (answer == (label,))
        if len(answer) > 1:
            ties += count
            first = number if first is None else first
    return Score(right, ties, first)


def score(network: Network, outputs: Items[Items[Any]], dataset: "Dataset", counts: Items[int]) -> Score:
    """Return how many labels of a data set the exact outputs of a network give, by class or by value.

    Args:
        counts: how often each point counts: ``dataset.counts`` for rows, ones for points.

    >>> from constructions.model.dataset import Dataset
    >>> from constructions.model.network import Affine
    >>> flat = Affine([[0], [0]], [1, 1])
    >>> score(flat, [(1, 1)], Dataset.from_rows([[5]], [[0]]), [1])
    Score(right=0, ties=1, first_tie=0)
    """
    if names_classes(network, dataset):
        labels = [label for (label,) in dataset.labels]
        return score_of([largest(output) for output in outputs], labels, counts)  # type: ignore[arg-type]
    rows = zip(outputs, dataset.labels, counts, strict=True)
    return Score(sum([count for output, label, count in rows if tuple(output) == label]))


@dataclass(frozen=True, slots=True)
class Errors:
    """How far outputs are from labels that are values: abs(N(x)_j - y_j), exactly.

    Attributes:
        largest: over all points and outputs.
        mean: over all rows and outputs.
        point: the number of the first data point with the largest error.
    """

    largest: Fraction
    mean: Fraction
    point: int


def errors_of(outputs: Items[Items[Fraction]], dataset: "Dataset") -> Errors:
    """Return how far the outputs at the points of a data set are from its labels, which are as wide.

    >>> from constructions.model.dataset import Dataset
    >>> errors_of([(Fraction(1),), (Fraction(4),)], Dataset.from_rows([[0], [1]], [[1], [2]]))
    Errors(largest=Fraction(2, 1), mean=Fraction(1, 1), point=1)
    """
    largest_error, total, point = Fraction(-1), Fraction(0), 0
    for number, (output, label, count) in enumerate(zip(outputs, dataset.labels, dataset.counts, strict=True)):
        off = [abs(value - wanted) for value, wanted in zip(output, label, strict=True)]
        total += count * sum(off, Fraction(0))
        if max(off) > largest_error:
            largest_error, point = max(off), number
    return Errors(largest_error, total / (dataset.rows * dataset.label_width), point)


def ties_text(found: Score, what: str, dataset: "Dataset") -> str:
    """Return what to say of ties, to follow a count of answers; empty if there is none.

    >>> from constructions.model.dataset import Dataset
    >>> data = Dataset.from_rows([[0], [1]], [[0], [1]])
    >>> ties_text(Score(3, 2, 1), "points", data)
    '; ties, where several outputs are the largest: at 2 points, first at data point 1'
    """
    if not found.ties or found.first_tie is None:
        return ""
    unit = what.removesuffix("s") if found.ties == 1 else what
    return (
        f"; ties, where several outputs are the largest: at {found.ties:,} {unit}, "
        f"first at {dataset.place_of(found.first_tie)}"
    )
