"""What a memorizer delivers: a network, and the figures that its formulas promised before anything was counted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from inspect import signature
from typing import Any

from constructions.model.cost import Operations
from constructions.model.dataset import Dataset, Label
from constructions.model.errors import BadInput, of_kind, one_of, shown
from constructions.model.network import Network, constant
from constructions.model.nouns import count_of
from constructions.model.numbers.formulas import value_of

SYMBOLS: dict[str, str] = {
    "n": "different points, after the projection if there is one",
    "p": "coordinates of a point",
    "d": "numbers in a label",
    "C": "different labels",
    "k": "weights of the projection that are not 0",
    "w": "weights of the projection that are not 0, 1 or -1",
    "m": "hidden units, layers of units, or networks side by side, of the kind described",
    "K": "leaves: pieces of the line, each with one constant or one affine map",
    "a": "numbers in a label where leaves are affine maps of z, 0 where they are constant",
    "h": "gates on the longest way",
    "q": "points, or runs of equal labels, of a group",
    "g": "groups",
    "s": "points of the smaller of two classes",
    "r": "bits of the largest distance inside a group",
    "c": "bits of a label",
    "R": "runs of equal labels along the line",
    "f": "bits of the number that is read first, a place",
    "t": "operations that scale the line to places, 0, 1 or 2",
    "L": "units of the first layer",
    "b": "children of a node",
    "l": "levels of a tree",
    "u": "units of one expert, channel, leaf, or stage before an exit, at most",
    "e": "experts or channels that run",
    "x": "exchanges of neighbours that find the largest few",
}
"""What the letters in the formulas stand for."""

MOST_SET = 64
"""The largest value of a number that a memorizer takes, or the number of points if that is larger."""

FIGURES = ("neurons", "gates", "parameters", "comparisons", "additions", "multiplications", "depth")
"""What a memorizer promises, each a formula."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a construction as formulas, sympy expressions in the letters of ``SYMBOLS``.

    No network that the construction builds exceeds them. On generic data, where no weight happens to be 0 or +-1 and no
    two labels agree by chance, comparisons, additions and multiplications are exactly these, except where numbers 0 and
    +-1 save some: docs/reference/catalogue.md names the memorizers. Neurons, gates,
    parameters and depth are as in ``cost.Size``; operations are per input.

    Attributes:
        bounds: for letters that the data decide, the most that they can be, in n, p, d, C and bits.

    >>> cost = Cost(neurons="m", comparisons="m", bounds={"m": "n - 1"})
    >>> cost.at("neurons", {"m": 4}), cost.expression("neurons", bounded=True)
    (4, n - 1)
    """

    neurons: str = "0"
    gates: str = "0"
    parameters: str = "0"
    comparisons: str = "0"
    additions: str = "0"
    multiplications: str = "0"
    depth: str = "0"
    bounds: Mapping[str, str] = field(default_factory=dict)

    def expression(self, figure: str, bounded: bool = False) -> Any:
        """Return one of ``FIGURES`` as a sympy expression; ``bounded`` puts in the bounds of what the data decide."""
        found = _expression(getattr(self, figure))
        if bounded:
            for letter, bound in self.bounds.items():
                found = found.subs(_symbols()[letter], _expression(bound))
        return found

    @staticmethod
    def expression_of(text: str) -> Any:
        """Return a formula as a sympy expression in the letters of ``SYMBOLS``.

        >>> Cost.expression_of("ceiling(n/2)")
        ceiling(n/2)
        """
        return _expression(text)

    def at(self, figure: str, values: Mapping[str, int]) -> int:
        """Return one of ``FIGURES`` at values of the letters, exactly.

        Raises:
            ValueError: as ``value_of``.

        >>> Cost(depth="ceiling(log(K, 2))").at("depth", {"K": 9})
        4
        """
        return value_of(getattr(self, figure), values)

    def operations(self, values: Mapping[str, int]) -> Operations:
        """Return the operations per input at values of the letters.

        >>> Cost(additions="k - 1", comparisons="h").operations({"k": 2, "h": 5}).total
        6
        """
        return Operations(*[self.at(name, values) for name in ("additions", "multiplications", "comparisons")])

    def bound(self, letter: str, values: Mapping[str, int]) -> int:
        """Return the most that a letter with a bound can be.

        >>> Cost(bounds={"K": "ceiling(n/2)"}).bound("K", {"n": 5})
        3
        """
        return value_of(self.bounds[letter], values)


SINGLE = Cost(parameters="d")
"""The cost of a constant."""


@dataclass(frozen=True, slots=True)
class Built:
    """A network that memorizes a data set, the formulas of its construction, and the values of their letters.

    The promise is computed from the formulas, never read off the network, so that the two can be held against each
    other: structurally the network costs no more in any of the four measures.
    """

    network: Network
    cost: Cost
    values: Mapping[str, int]

    def __repr__(self) -> str:
        return f"Built({self.network!r}, at most {count_of(self.promise.total, 'operation')})"

    @property
    def promise(self) -> Operations:
        """The operations per input that the formulas promise."""
        return self.cost.operations(self.values)

    def figure(self, name: str) -> int:
        """Return what the formulas promise for one of ``FIGURES``."""
        return self.cost.at(name, self.values)


def single_label(label: Label, dataset: Dataset) -> Built:
    """Return the constant network of a data set that has one label: no operation, d parameters.

    >>> from fractions import Fraction
    >>> single_label((Fraction(2),), Dataset.from_rows([[0], [1]], [[2], [2]])).promise.total
    0
    """
    letters = {"n": 1, "p": dataset.width, "d": len(label), "k": 0, "w": 0}
    return Built(constant(label, dataset.width), SINGLE, letters)


def natural_labels(dataset: Dataset) -> list[int]:
    """Return the labels as natural numbers 0, 1, 2, ....

    Raises:
        BadInput: if labels have more than one number, or one is not a natural number; it names the point.

    >>> natural_labels(Dataset.from_rows([[0], [1]], [[2], [0]]))
    [2, 0]
    """
    if dataset.label_width != 1:
        raise BadInput(
            f"labels must be one natural number each, but they have {count_of(dataset.label_width, 'number')}"
        )
    for number, (label,) in enumerate(dataset.labels):
        if label.denominator != 1 or label < 0:
            raise BadInput(
                f"labels must be natural numbers 0, 1, 2, ..., but that of {dataset.place_of(number)} is "
                f"{shown(str(label))}"
            )
    return [label.numerator for (label,) in dataset.labels]


def two_labels(dataset: Dataset) -> list[Label]:
    """Return the different labels, one or two, in the order in which they first occur.

    Raises:
        BadInput: if there are more; it names three points.

    >>> [int(label[0]) for label in two_labels(Dataset.from_rows([[0], [1], [2]], [[5], [0], [5]]))]
    [5, 0]
    """
    numbers, labels = dataset.label_numbers()
    if len(labels) > 2:
        order = list(numbers)
        named = dataset.place_of(*[order.index(number) for number in range(3)])
        raise BadInput(f"there must be two labels, but {named} have three different ones")
    return labels


@lru_cache(maxsize=1)
def _symbols() -> dict[str, Any]:
    import sympy  # half a second, which not every command needs

    return {name: sympy.Symbol(name, integer=True, nonnegative=True) for name in SYMBOLS}


@lru_cache(maxsize=1024)
def _expression(text: str) -> Any:
    import sympy

    return sympy.sympify(text, locals=_symbols())


@dataclass(frozen=True, slots=True)
class Memorizer:
    """A construction that memorizes every data set that its assumptions allow, and refuses others.

    Attributes:
        name: the name under which ``memocert build`` knows it.
        idea: what it is, in a few words.
        assumes: what the data must be; empty if they may be any.
        source: paper and theorem, or where else the idea comes from.
        cost: its formulas.
        build: from a data set, and ``options``, to the network with its promise; raises ``BadInput`` where an
            assumption fails.
        conditional: whether gates choose which part of the network runs.
        natural: whether labels must be natural numbers.
        varies: why the skeleton depends on the labels; empty if on generic labels it does not (``price``).
        most: how many points a comparison or a plot gives it unless it is named: beyond, building takes long.
        most_labels: how many different labels a comparison gives it, in the same way.
    """

    name: str
    idea: str
    source: str
    cost: Cost
    build: Callable[..., Built]
    conditional: bool = True
    assumes: str = ""
    natural: bool = False
    varies: str = ""
    most: int = 200_000
    most_labels: int = 200_000

    @property
    def options(self) -> tuple[str, ...]:
        """The whole numbers that ``build`` takes beside the data, by name, such as the size of a group.

        >>> from constructions.catalogue import named
        >>> named("packed-tree").options, named("zhang").options
        (('group', 'digit'), ())
        """
        fixed = self.build.keywords if isinstance(self.build, partial) else {}
        further = list(signature(self.build).parameters.values())[1:]
        return tuple([one.name for one in further if one.annotation in (int, int | None) and one.name not in fixed])

    def check_options(self, names: Iterable[str]) -> None:
        """Refuse names that are none of ``options``.

        >>> from constructions.catalogue import named
        >>> named("zhang").check_options(["group"])
        Traceback (most recent call last):
            ...
        constructions.model.errors.BadInput: zhang has no number to set, so no group
        """
        for name in names:
            if not self.options:
                raise BadInput(f"{self.name} has no number to set, so no {shown(name, 80)[1:-1]}")
            one_of(f"number of {self.name} to set", name, self.options)

    def build_with(self, dataset: Dataset, numbers: Mapping[str, int]) -> Built:
        """Return what ``build`` makes with these values of its ``options``.

        Raises:
            BadInput: if it takes no option of a name, a value is out of range, or as ``build``.
            TypeError: if a value is no int.

        >>> from constructions.catalogue import named
        >>> data = Dataset.from_rows([[0], [1], [2]], [[0], [1], [0]])
        >>> named("packed-tree").build_with(data, {"group": 3}).values["q"]
        3
        """
        self.check_options(numbers)
        most = max(MOST_SET, dataset.size)
        for name, value in numbers.items():
            of_kind(int, "an integer", **{name: value})  # one of numpy overflows in silence
            if not 1 <= value <= most:
                raise BadInput(f"{name} must be 1 to {most} on {count_of(dataset.size, 'point')}, not {value}")
        try:
            return self.build(dataset, **numbers)
        except BadInput:
            raise
        except ValueError as error:
            if not numbers:
                raise
            raise BadInput(f"{self.name} with {_assigned(numbers)}: {error}") from error


def _assigned(numbers: Mapping[str, int]) -> str:
    return ", ".join([f"{name}={value}" for name, value in numbers.items()])
