"""A model that another tool trained: its exact network, and what has to be known about it beside that."""

from collections.abc import Callable, Sequence as Items
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from constructions.files.bundle import Bundle
from constructions.model.errors import BadInput, shown
from constructions.model.network import Affine, Form, Network, chain
from constructions.model.nouns import count_of
from constructions.model.provenance import Categories, Texts, by_name
from exchange.wiring import flat, fused

Answers = Callable[[Items[Items[float]]], list[Any]]
"""From rows of float64 to what a tool answers: the number of a class for each row, or its values."""


@dataclass(frozen=True, slots=True)
class Tool:
    """The tool that made the model, as far as it is here to be asked.

    Attributes:
        name: what it is called, with its version: ``scikit-learn 1.6.1``.
        answers: its own predictions for rows of float64: classes by number, or tuples of values; None where it cannot
            be asked.
    """

    name: str
    answers: Answers | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Trained:
    """What a reader makes of a trained model.

    Attributes:
        network: the exact network. Its coefficients and thresholds are the binary numbers that the model holds.
        classes: the names of the classes in the order of the outputs, as text; None where the model has no names.
        notes: what a user must know about the outputs, each one line without an end: that they are the numbers before
            a sigmoid, say.
        rounds: the formats of floats to which the tool rounds inputs, one after the other, before it compares them with
            thresholds; ``network`` does not round.
        rounding: makes the network that has this rounding in its thresholds; None where nothing is rounded.
        tool: who made it, to be compared with.
        columns: what the model calls its inputs, in its order; None where it does not.
        assumed: what the file does not say and the reader takes for granted, one line; empty if nothing.
        rows: how many rows of data the network takes side by side, if the model has a batch of a fixed size.
        texts: the inputs that stand for text, by their places, each with its texts in the order of their numbers.

    >>> from constructions.model.network import Relu
    >>> Trained(Relu(2), ("no", "yes")).classes
    ('no', 'yes')
    """

    network: Network
    classes: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    rounding: Callable[[], Network] | None = field(default=None, compare=False)
    tool: Tool | None = None
    columns: tuple[str, ...] | None = None
    assumed: str = ""
    rows: int = 1
    texts: Texts = ()

    @property
    def categories(self) -> Categories:
        """The inputs that stand for text, by name where they have some, with these texts.

        >>> from constructions.model.network import Relu
        >>> Trained(Relu(2), columns=("size", "color"), texts=((1, ("blue", "red")),)).categories
        (('color', ('blue', 'red')),)
        """
        return by_name(self.columns, self.texts)


def of_bundle(bundle: Bundle) -> Trained:
    """Return the network of a bundle with the names that its data have: what other data are matched with.

    >>> from pathlib import Path
    >>> from constructions.model.dataset import Dataset
    >>> from constructions.model.network import Relu
    >>> data = Dataset.from_rows([[1], [2]], [[0], [1]], ("no", "yes"))
    >>> of_bundle(Bundle(Path(), Relu(1), data, b"", b"")).classes
    ('no', 'yes')
    """
    data = bundle.dataset
    columns = None if data is None else data.columns
    return Trained(
        bundle.network,
        None if data is None else data.class_names,
        columns=None if columns is None else columns.inputs,
        texts=() if columns is None else columns.texts,
    )


def as_two_classes(trained: Trained, file: str) -> Trained:
    """Return a model of one output z with the outputs 0 and z in its place, a class each: the second one where z > 0.

    Raises:
        BadInput: if it has several outputs.

    >>> from constructions.model.network import Relu
    >>> as_two_classes(Trained(Relu(1)), "m.onnx").network.output_width
    2
    """
    if trained.network.output_width != 1:
        raise BadInput(
            f"{file}: --one-logit has no effect: the model has {count_of(trained.network.output_width, 'output')}"
        )
    rounding = trained.rounding
    return replace(
        trained,
        network=_with_zero(trained.network),
        notes=(*trained.notes, "the one output z is taken for a logit: the outputs are 0 and z, a class each"),
        rounding=None if rounding is None else lambda: _with_zero(rounding()),
        tool=None,  # it gives values, which are no classes
    )


def _with_zero(network: Network) -> Network:
    rows = [Form(1, (), ()), Form.coordinate(0, 1)]
    return chain(*fused([*flat(network), Affine(rows, [Fraction(0), Fraction(0)])]))


def with_classes(trained: Trained, classes: Items[str], file: str) -> Trained:
    """Return a model whose classes are called so, in the order of its outputs.

    Raises:
        BadInput: unless there is a name for each output, and no two are the same.

    >>> from constructions.model.network import Relu
    >>> with_classes(Trained(Relu(2), ("0", "1")), ["yes", "no"], "m.json").classes
    ('yes', 'no')
    """
    outputs = trained.network.output_width
    if outputs == 1 or len(classes) != outputs or len(set(classes)) < outputs:
        raise BadInput(
            f"{file}: --class names each of several outputs once, in their order: the model has "
            f"{count_of(outputs, 'output')}, and the names are {', '.join(map(shown, classes))}"
        )
    return replace(trained, classes=tuple(classes))


def class_names(values: Any) -> tuple[str, ...]:
    """Return the classes of an array or a list as text, numbers without the name of their type.

    >>> import numpy
    >>> class_names(numpy.array([0, 1])), class_names(numpy.array([True, False])), class_names(["a", numpy.str_("b")])
    (('0', '1'), ('True', 'False'), ('a', 'b'))
    """
    return tuple([str(value.item() if hasattr(value, "item") else value) for value in values])


def notes_of(trained: Trained) -> tuple[str, ...]:
    """Return all that a user must know of a model by itself: what was assumed, then its notes.

    >>> from constructions.model.network import Relu
    >>> notes_of(Trained(Relu(1), notes=("b",), assumed="a"))
    ('a', 'b')
    """
    return (trained.assumed, *trained.notes) if trained.assumed else trained.notes
