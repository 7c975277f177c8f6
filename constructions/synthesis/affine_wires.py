"""What stands on the wires of a network that is followed symbolically: affine forms of the input, in integers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import Any, TypeAlias

import flint

from constructions.model.errors import BadInput, at_least
from constructions.model.network import Affine, Form, Network, Relu, Sequence, Step
from constructions.model.nouns import count_of
from constructions.model.numbers.homogeneous import Layer
from constructions.model.progress import NEVER, Deadline, Progress, TimeIsUp, silent
from constructions.model.running.walk import Part, Todo

IntegerForm: TypeAlias = list[int]
"""w_0, ..., w_(p-1), b: a positive multiple of the form w . x + b."""


@dataclass(slots=True)
class GateLimits:
    """How far a synthesis may go.

    Attributes:
        gates: the most gates. Where they are used up, the rest of the network runs as it is.
        progress: called with the number of gates so far.
        deadline: when the rest of the network is left as it is, wherever that is.
        used: the number of gates so far.
        cut: how often the rest of the network was left as it is.
        late: whether that was for want of time.

    Raises:
        BadInput: if there are fewer than 0 gates.
        TypeError: if their number is no integer.
    """

    gates: int = 100_000
    progress: Progress = silent
    deadline: Deadline = NEVER
    used: int = field(default=0, init=False)
    cut: int = field(default=0, init=False)
    late: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        at_least(0, gates=self.gates)

    def in_time(self) -> bool:
        """Return whether there is time left; ``late`` notes for ever that there was not."""
        self.late = self.late or self.deadline.passed
        return not self.late

    def spend(self) -> None:
        """Count a gate."""
        self.used += 1
        self.progress(self.used, None)


@dataclass(frozen=True, slots=True)
class Settling:
    """A layer of which some units are known: True if they are not negative, False if not positive."""

    node: Relu | Step
    known: dict[int, bool]


def left_as_it_is(todo: Todo) -> list[Network]:
    """Return what is left to do as networks, one after the other; units that are settled are units again.

    Raises:
        TimeIsUp: inside a concatenation, which cannot be left halfway.

    >>> left_as_it_is((Settling(Relu(1), {0: True}), (Step(1), None)))
    [Relu(1 -> 1), Step(1 -> 1)]
    """
    found: list[Network] = []
    while todo is not None:
        item, todo = todo
        if isinstance(item, Part):
            raise TimeIsUp
        found.append(item.node if isinstance(item, Settling) else item)
    return found


MAX_NUMBERS = 20_000_000
"""The most numbers of the affine forms on the wires at one place: a form has one for each input, also where it is 0."""


def check_numbers(wires: int, inputs: int) -> None:
    """Refuse forms of so many inputs on so many wires before they are written; raises ``BadInput``.

    >>> check_numbers(10**5, 10**5)
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: forms of 100,000 inputs on 100,000 wires are too large for a synthesis
    """
    if wires * (inputs + 1) > MAX_NUMBERS:
        raise BadInput(
            f"forms of {count_of(inputs, 'input')} on {count_of(wires, 'wire')} are too large for a synthesis"
        )


class Wires:
    """Affine forms of the input side by side: integer rows over one common denominator.

    Raises:
        BadInput: in ``inputs``, ``through`` and ``beside``, if they would have more than ``MAX_NUMBERS`` numbers.

    >>> wires = Wires.inputs(2).through(Layer(Affine([[1, Fraction(1, 2)]], [3])))
    >>> wires.affine().weights, wires.affine().bias
    ((Form(1 x0 + 1/2 x1 of 2),), (Fraction(3, 1),))
    """

    __slots__ = ("denominator", "past", "rows")

    def __init__(self, rows: list[IntegerForm], denominator: int = 1, past: "Past | None" = None) -> None:
        self.rows, self.denominator, self.past = rows, denominator, past

    @classmethod
    def inputs(cls, width: int) -> "Wires":
        """Return the wires that carry the input itself."""
        check_numbers(width, width)
        return cls([[int(place == other) for other in range(width + 1)] for place in range(width)], 1, ())

    def through(self, layer: Layer) -> "Wires":
        """Return the wires behind an affine map: it is applied to the factors of each input, and to the constants."""
        check_numbers(len(layer.bias), len(self.rows[0]) - 1)
        columns = [[*column, 0] for column in zip(*self.rows, strict=True)]
        columns[-1][-1] = self.denominator
        rows = list(map(list, zip(*layer.product(columns), strict=True)))
        scale = layer.denominator * self.denominator
        common = 1 if scale == 1 else gcd(scale, *[gcd(*row) for row in rows])
        past = None if self.past is None else (*self.past, (self, layer))
        return Wires(
            [[value // common for value in row] for row in rows] if common > 1 else rows, scale // common, past
        )

    def beside(self, other: "Wires") -> "Wires":
        """Return these wires and the other ones."""
        check_numbers(len(self.rows) + len(other.rows), len(self.rows[0]) - 1)
        scale = lcm(self.denominator, other.denominator)
        rows = [
            [value * (scale // wires.denominator) for value in row] for wires in (self, other) for row in wires.rows
        ]
        return Wires(rows, scale)

    def settled(self, node: Relu | Step, known: dict[int, bool]) -> "Wires":
        """Return the wires behind a layer all of whose units are known."""
        size = len(self.rows[0])
        zero: IntegerForm = [0] * size
        one: IntegerForm = [*zero[:-1], self.denominator]
        rows = [
            (row if isinstance(node, Relu) else one) if known[place] else zero for place, row in enumerate(self.rows)
        ]
        past = None if self.past is None else (*self.past, (self, Settling(node, known)))
        return Wires(rows, self.denominator, past)

    def forms(self) -> Iterator[tuple[list[tuple[int, Fraction]], Fraction]]:
        """Yield for each wire its terms, as places and weights, and its constant."""
        for row in self.rows:
            values = [Fraction(value, self.denominator) for value in row]
            yield [(place, weight) for place, weight in enumerate(values[:-1]) if weight], values[-1]

    def cheapest(self) -> Network:
        """Return the map of all wires from the input: as one affine map, or in two by way of the units of some layer.

        10 outputs of 64 inputs have 640 weights; by way of 3 live units there are 3 * 64 + 10 * 3.

        >>> wide = Affine([[1, 2, 3, 4], [4, 3, 2, 1]], [-100, 0])
        >>> wires = Wires.inputs(4).through(Layer(wide)).settled(Relu(2), {0: False, 1: True})
        >>> wires.through(Layer(Affine([[1, 2]] * 5, range(5)))).cheapest().stages
        (Affine(4 -> 1), Affine(1 -> 5))
        """
        best: tuple[Wires, Wires] | None = None
        weights = _weights(self.rows)
        read_least = sum([any(row[:-1]) for row in self.rows])  # whatever is not constant reads some unit
        for number, (_, passed) in enumerate(self.past or ()):
            if isinstance(passed, Layer) or number + 1 == len(self.past or ()):
                continue
            behind = (self.past or ())[number + 1 :]
            units = behind[0][0]
            if _weights(units.rows) + read_least >= weights:
                continue
            rest = Wires.inputs(len(units.rows))
            for _, step in behind:
                rest = rest.through(step) if isinstance(step, Layer) else rest.settled(step.node, step.known)
            live = [place for place, row in enumerate(units.rows) if any(row)]
            read = Wires([[*[row[place] for place in live], row[-1]] for row in rest.rows], rest.denominator)
            computed = Wires([units.rows[place] for place in live], units.denominator)
            if live and _weights(computed.rows) + _weights(read.rows) < weights:
                weights = _weights(computed.rows) + _weights(read.rows)
                best = computed, read
        return self.affine() if best is None else Sequence([wires.affine() for wires in best])

    def equals(self, other: "Wires") -> bool:
        """Return whether both carry the same forms."""
        return all(
            [
                one * other.denominator == two * self.denominator
                for rows in zip(self.rows, other.rows, strict=True)
                for one, two in zip(*rows, strict=True)
            ]
        )

    def affine(self) -> Affine:
        """Return the affine map of all wires."""
        width = len(self.rows[0]) - 1
        forms = [
            (Form(width, [place for place, _ in terms], [weight for _, weight in terms]), bias)
            for terms, bias in self.forms()
        ]
        return Affine([form for form, _ in forms], [bias for _, bias in forms])


def as_rational(value: Fraction) -> Any:
    """Return a rational of the library, which computes several times as fast as a ``Fraction``.

    >>> as_rational(Fraction(2, 3)) / 2
    1/3
    """
    return flint.fmpq(value.numerator, value.denominator)


def as_fraction(value: Any) -> Fraction:
    """Return a rational of the library as a ``Fraction``.

    >>> as_fraction(as_rational(Fraction(2, 3)))
    Fraction(2, 3)
    """
    return Fraction(int(value.p), int(value.q))


Past: TypeAlias = "tuple[tuple[Wires, Layer | Settling], ...]"
"""How wires came about: what stood before each affine map and each settled layer since the input."""


def _weights(rows: list[IntegerForm]) -> int:
    return sum([sum(map(bool, row[:-1])) for row in rows])


def gate_row(normal: Form, threshold: Fraction) -> Layer:
    """Return normal . x - threshold as a layer of one row.

    >>> gate_row(Form.dense([1, 2]), Fraction(1, 2)).bias
    [-1]
    """
    return Layer(Affine([normal], [-threshold]))


def short_gate(row: IntegerForm) -> tuple[Form, Fraction]:
    """Return normal and threshold of w . x + b >= 0, divided by the weight that is most frequent but for its sign.

    >>> short_gate([4, -4, 2, 8])
    (Form(1 x0 - 1 x1 + 1/2 x2 of 3), Fraction(-2, 1))
    """
    *weights, bias = row
    places = [place for place, weight in enumerate(weights) if weight]
    sizes = [abs(weights[place]) for place in places]
    unit = max(sizes, key=sizes.count)
    return Form(len(weights), places, [Fraction(weights[place], unit) for place in places]), Fraction(-bias, unit)


def same_affine(one: Network, two: Network) -> bool:
    """Return whether both are affine maps, and the same.

    >>> same_affine(Affine([[1]], [0]), Affine([[1]], [0])), same_affine(Relu(1), Relu(1))
    (True, False)
    """
    match one, two:
        case Affine(), Affine():
            return one.weights == two.weights and one.bias == two.bias
        case _:
            return False
