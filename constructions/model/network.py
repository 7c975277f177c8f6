"""The exact network: seven immutable forms over the rationals, the ground floor of everything."""

from collections.abc import Callable, Iterable, Sequence as Items
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NoReturn, TypeAlias

from constructions.model.form import Form as Form, check_width
from constructions.model.nouns import count_of
from constructions.model.rational import Number, exact

MAX_WORK = 1 << 256
"""Where the count of a visit's work stops counting: a tower of doublings is far beyond what can run long before."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """What all seven forms have in common: two widths, the work of a visit, identity as equality.

    Nodes compare and hash by identity, since a chain of 10,000 would overflow the stack otherwise; two networks are
    equal when their files are equal (``files.network_bytes``). For the same reason a node is not pickled: hand a worker
    the bytes of its file.
    """

    input_width: int = field(init=False)
    output_width: int = field(init=False)
    work: int = field(init=False)

    def __copy__(self) -> "Node":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Node":
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a network is not pickled: hand over the bytes of its file (files.network_bytes)")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.input_width} -> {self.output_width})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Affine(Node):
    """``x -> W x + b``.

    Args:
        weights: the rows of W, at least one; each a ``Form`` or a sequence with one number for each input.
        bias: one number for each row.

    Raises:
        ValueError: if there is no row, the rows differ in width, or ``bias`` has another length than ``weights``.
        TypeError: if a number is not an ``int`` or a ``Fraction``.

    >>> Affine([[1, 2], [0, 1]], [0, 3])
    Affine(2 -> 2)
    >>> Affine([[1, 2], [0, 1], [1, 1]], [0, 3])
    Traceback (most recent call last):
        ...
    ValueError: bias must have 3 entries, not 2
    """

    weights: tuple[Form, ...]
    bias: tuple[Fraction, ...]

    def __init__(self, weights: Iterable[Form | Items[Number]], bias: Iterable[Number]) -> None:
        rows = tuple([row if isinstance(row, Form) else Form.dense(row) for row in weights])
        offsets = tuple([exact(value) for value in bias])
        if not rows:
            raise ValueError("weights must have at least one row")
        width = rows[0].width
        for number, row in enumerate(rows):
            if row.width != width:
                raise ValueError(f"row {number} of weights must have {count_of(width, 'entry')}, not {row.width}")
        if len(offsets) != len(rows):
            raise ValueError(f"bias must have {count_of(len(rows), 'entry')}, not {len(offsets)}")
        _set(self, "weights", rows)
        _set(self, "bias", offsets)
        _size(self, width, len(rows), len(rows) + sum([row.unasked_size for row in rows]) + 1)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Coordinatewise(Node):
    """What Identity, Relu and Step share: each of ``width`` coordinates goes its own way."""

    width: int

    def __post_init__(self) -> None:
        check_width("width", self.width)
        _size(self, self.width, self.width, self.width)


class Identity(_Coordinatewise):
    """``x -> x`` on ``width`` coordinates; with ``Concatenate`` it makes skip connections.

    >>> Identity(2)
    Identity(2 -> 2)
    """

    __slots__ = ()


class Relu(_Coordinatewise):
    """Each of ``width`` coordinates: v if v >= 0, else 0.

    >>> Relu(3)
    Relu(3 -> 3)
    """

    __slots__ = ()


class Step(_Coordinatewise):
    """Each of ``width`` coordinates: 1 if v >= 0, else 0.

    >>> Step(1)
    Step(1 -> 1)
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sequence(Node):
    """One stage after the other, at least one: ``Sequence((f, g))`` maps x to g(f(x)).

    Raises:
        ValueError: if there is no stage, or a stage does not take what the one before it gives.

    >>> Sequence((Affine([[1], [-1]], [0, 0]), Relu(2), Affine([[1, 1]], [0])))
    Sequence(1 -> 1)
    >>> Sequence((Relu(2), Affine([[1]], [0])))
    Traceback (most recent call last):
        ...
    ValueError: stage 1 must take 2 inputs, the outputs of stage 0, not 1
    """

    stages: "tuple[Network, ...]"

    def __init__(self, stages: "Iterable[Network]") -> None:
        parts = _parts("stages", stages)
        for number in range(1, len(parts)):
            given, taken = parts[number - 1].output_width, parts[number].input_width
            if given != taken:
                raise ValueError(
                    f"stage {number} must take {count_of(given, 'input')}, the outputs of stage "
                    f"{number - 1}, not {taken}"
                )
        _set(self, "stages", parts)
        _size(self, parts[0].input_width, parts[-1].output_width, 1 + sum([part.work for part in parts]))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Concatenate(Node):
    """All parts on the same input, at least one, their outputs side by side.

    Raises:
        ValueError: if there is no part, or the parts take different numbers of inputs.

    >>> Concatenate((Identity(1), Affine([[2]], [1])))
    Concatenate(1 -> 2)
    """

    parts: "tuple[Network, ...]"

    def __init__(self, parts: "Iterable[Network]") -> None:
        members = _parts("parts", parts)
        width = members[0].input_width
        for number, part in enumerate(members):
            if part.input_width != width:
                raise ValueError(
                    f"part {number} must take {count_of(width, 'input')}, as part 0 does, not {part.input_width}"
                )
        output_width = sum([part.output_width for part in members])
        _set(self, "parts", members)
        _size(self, width, output_width, 1 + output_width + sum([part.work for part in members]))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Branch(Node):
    """A gate: ``normal . x >= threshold`` runs ``above`` on x, otherwise ``below`` runs; the other side does not run.

    Args:
        normal: a ``Form``, or a sequence with one number for each input.
        threshold: a number.
        below: the network that runs where normal . x < threshold.
        above: the network that runs where normal . x >= threshold.

    Raises:
        ValueError: if the widths of ``normal``, ``below`` and ``above`` do not fit.
        TypeError: if a number is not an ``int`` or a ``Fraction``, or a side is not a network.

    >>> Branch([1, 0], 3, Affine([[0, 0]], [0]), Affine([[0, 0]], [1]))
    Branch(2 -> 1)
    """

    normal: Form
    threshold: Fraction
    below: "Network"
    above: "Network"

    def __init__(self, normal: Form | Items[Number], threshold: Number, below: "Network", above: "Network") -> None:
        form = normal if isinstance(normal, Form) else Form.dense(normal)
        for name, side in (("below", below), ("above", above)):
            if not isinstance(side, Node):
                raise TypeError(f"{name} must be a network, not {type(side).__name__}")
            if side.input_width != form.width:
                raise ValueError(
                    f"{name} must take {count_of(form.width, 'input')}, as the gate does, not {side.input_width}"
                )
        if above.output_width != below.output_width:
            raise ValueError(
                f"above must have {count_of(below.output_width, 'output')}, as below has, not {above.output_width}"
            )
        _set(self, "normal", form)
        _set(self, "threshold", exact(threshold))
        _set(self, "below", below)
        _set(self, "above", above)
        _size(self, form.width, below.output_width, 1 + form.unasked_size + max(below.work, above.work))


Network: TypeAlias = Affine | Identity | Relu | Step | Sequence | Concatenate | Branch
"""Any of the seven forms. ``input_width`` and ``output_width`` are at least 1; ``work`` bounds the steps of one visit:
the numbers read and written on the costliest way through, shared parts once for every visit (``MAX_WORK`` at most)."""


def children(network: Network) -> tuple[Network, ...]:
    """Return the sub-networks directly below ``network``, in order: stages, parts, or below and above.

    >>> children(Sequence((Relu(1), Step(1))))
    (Relu(1 -> 1), Step(1 -> 1))
    """
    match network:
        case Sequence():
            return network.stages
        case Concatenate():
            return network.parts
        case Branch():
            return (network.below, network.above)
        case _:
            return ()


def distinct_nodes(network: Network) -> list[Network]:
    """Return every distinct node once, children before parents, the root last; shared parts appear once.

    The order is that of the first visit, left to right, so equal networks give equal orders. No recursion.

    >>> relu = Relu(1)
    >>> distinct_nodes(Sequence((relu, relu, Step(1))))
    [Relu(1 -> 1), Step(1 -> 1), Sequence(1 -> 1)]
    """
    order: list[Network] = []
    seen: set[int] = set()
    stack: list[tuple[Network, bool]] = [(network, False)]
    while stack:
        node, expanded = stack.pop()
        if expanded:
            order.append(node)
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        below = children(node)
        if not below:
            order.append(node)
            continue
        stack.append((node, True))
        stack.extend([(child, False) for child in reversed(below)])
    return order


def chain(*stages: Network) -> Network:
    """Return the networks one after the other; a single one stays itself.

    >>> chain(Relu(1))
    Relu(1 -> 1)
    """
    return stages[0] if len(stages) == 1 else Sequence(stages)


def constant(values: Items[Number], width: int) -> Affine:
    """Return the network that maps every one of its ``width`` inputs to ``values``; it costs no operation.

    >>> constant([7], 3)
    Affine(3 -> 1)
    """
    empty = Form(width, (), ())
    return Affine([empty] * len(values), values)


_set: Callable[[object, str, object], None] = object.__setattr__


def _size(node: Node, input_width: int, output_width: int, work: int) -> None:
    _set(node, "input_width", input_width)
    _set(node, "output_width", output_width)
    _set(node, "work", min(MAX_WORK, work))


def _parts(name: str, parts: "Iterable[Network]") -> "tuple[Network, ...]":
    members = tuple(parts)
    if not members:
        raise ValueError(f"{name} must have at least one entry")
    for number, part in enumerate(members):
        if not isinstance(part, Node):
            raise TypeError(f"{name} must be networks, but entry {number} is of type {type(part).__name__}")
    return members
