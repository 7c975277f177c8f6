"""What inputs, outputs and classes are called where a network is written in words."""

from collections.abc import Container, Iterator, Sequence as Items
from dataclasses import dataclass

from constructions.model.answers import names_classes
from constructions.model.dataset import Dataset
from constructions.model.names import quoted
from constructions.model.network import Network
from constructions.model.provenance import Columns

_RESERVED = frozenset(["if", "elif", "else", "do", "part", "inputs", "output", "class", "relu", "step"])
"""Words of the text itself, which no name may look like."""


@dataclass(frozen=True, slots=True)
class TextNames:
    """What inputs and outputs are called; ``classes`` are the names that answers stand for."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    label: str
    classes: tuple[str, ...] | None


def text_names(
    network: Network, dataset: Dataset | None, classes: tuple[str, ...] | None, columns: Columns | None
) -> TextNames:
    """Return what is called how; takes what ``as_text`` takes.

    >>> from constructions.model.network import Identity
    >>> text_names(Identity(1), None, ("a", "b"), None)
    TextNames(inputs=('x0',), outputs=('output',), label='class', classes=('a', 'b'))
    """
    width, outputs = network.input_width, network.output_width
    inputs, taken = tuple([f"x{number}" for number in range(width)]), set[str]()
    if columns is not None and len(set(columns.called)) == width:
        inputs = tuple(
            [name if name == own else _quoted(name) for name, own in zip(columns.called, inputs, strict=True)]
        )
        taken = set(columns.called)
    classes = classes if dataset is None else dataset.class_names
    if classes is not None:
        classes = tuple([_quoted(name, taken) for name in classes])
    elif dataset is not None and names_classes(network, dataset):
        classes = tuple([str(number) for number in range(outputs)])
    label = ""
    if columns is not None and len(columns.labels) == 1 and columns.labels[0] not in taken:
        label = columns.labels[0] if columns.labels[0] in ("output", "class") else _quoted(columns.labels[0])
    named = classes if classes is not None and len(classes) == outputs > 1 else [str(place) for place in range(outputs)]
    several = tuple([f"output {name}" for name in named])
    fits = classes is not None and (outputs == 1 or len(classes) == outputs)
    called = several if outputs > 1 else (label or "output",)
    return TextNames(inputs, called, label or "class", classes if fits else None)


def category_lines(columns: Columns | None) -> Iterator[str]:
    """Yield for each column of text which number stands for which text.

    >>> [*category_lines(Columns(("x",), ("y",), (("x", ("a, b", "c")),)))]
    ['x is 0 "a, b", 1 c']
    """
    for name, texts in () if columns is None else columns.categories:
        yield numbering(_quoted(name), [_quoted(text) for text in texts])


def numbering(name: str, texts: Items[str]) -> str:
    """Return which number stands for which text, all as they stand in the text.

    >>> numbering("class", ("red", "green"))
    'class is 0 red, 1 green'
    """
    return f"{name} is {', '.join([f'{number} {text}' for number, text in enumerate(texts)])}"


def _quoted(name: str, taken: Container[str] = ()) -> str:
    """Return a name as it stands in the text.

    >>> [_quoted(name) for name in ("petal length (cm)", "v1", "if", "a,b", "relu(x0)")]
    ['petal length (cm)', '"v1"', '"if"', '"a,b"', '"relu(x0)"']
    """
    return quoted(name, _RESERVED, "vx", taken)
