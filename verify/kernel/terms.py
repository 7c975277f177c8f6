"""Networks, data, regions and hints as Coq terms: integers over common denominators, parts used twice named."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence as Items
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise

from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Form,
    Identity,
    Network,
    Relu,
    Sequence,
    Step,
    children,
    distinct_nodes,
)
from constructions.model.rational import common_denominator
from verify.prove.integer_forms import CONSTANT, Bound

_LONG = 20_000
"""A term of more characters gets a name, so that no term nests deeper than Coq reads."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one of the two models in Coq spells a network.

    Attributes:
        kind: the type of networks.
        prefix: what stands before the names of the forms.
        sparse: writes a row's weights: (place, weight), or (places passed over, weight).
        units: writes relu or step of a width.
    """

    kind: str
    prefix: str
    sparse: Callable[[Items[tuple[int, int]]], str]
    units: Callable[[str, int], str]


def by_place(pairs: Items[tuple[int, int]]) -> str:
    """Return pairs of a place and a number.

    >>> by_place([(0, 2), (3, -1)])
    '[(0%nat, 2); (3%nat, (-1))]'
    """
    return _list([f"({place}%nat, {_integer(number)})" for place, number in pairs])


def by_gap(pairs: Items[tuple[int, int]]) -> str:
    """Return pairs of how many places are passed over, and a number.

    >>> by_gap([(0, 2), (3, -1)])
    '[(0%nat, 2); (2%nat, (-1))]'
    """
    gaps = [place - previous - 1 for previous, (place, _) in zip([-1, *[p for p, _ in pairs]], pairs, strict=False)]
    return by_place([(gap, number) for gap, (_, number) in zip(gaps, pairs, strict=True)])


CHECKER = Dialect("znet", "Z", by_place, lambda kind, _width: f"Z{kind}")
"""proofs/Checker.v, for claims about data."""

ENGINE = Dialect("net", "", by_gap, lambda kind, width: f"(Units {kind} {width})")
"""proofs/Engine.v, for claims about regions."""


def network_terms(network: Network, name: str, dialect: Dialect = CHECKER) -> list[str]:
    """Return the definitions whose last one, ``name``, is the network.

    >>> print(*network_terms(Affine([[1, Fraction(1, 2)]], [3]), "n"), sep="")
    Definition n : znet := ZAffine 2 [([(0%nat, 2); (1%nat, 1)], 6)].
    """
    nodes = distinct_nodes(network)
    uses = Counter([id(child) for node in nodes for child in children(node)])
    terms: dict[int, str] = {}
    lines: list[str] = []
    for number, node in enumerate(nodes):
        term = _term(node, terms, dialect)
        own = name if node is network else f"{name}_{number}"
        if node is network or ((uses[id(node)] > 1 or len(term) > _LONG) and " " in term):
            bare = term.removeprefix("(").removesuffix(")") if term.startswith("(") else term
            lines.append(f"Definition {own} : {dialect.kind} := {bare}.")
            term = own
        terms[id(node)] = term
    return lines


def _term(node: Network, terms: dict[int, str], dialect: Dialect) -> str:
    prefix = dialect.prefix
    match node:
        case Identity():
            return f"{prefix}Identity"
        case Relu() | Step():
            return dialect.units(type(node).__name__, node.width)
        case Affine():
            scale = common_denominator([*[weight for form in node.weights for weight in form.weights], *node.bias])
            rows = [
                f"({_sparse(form, scale, dialect)}, {_integer(bias * scale)})"
                for form, bias in zip(node.weights, node.bias, strict=True)
            ]
            return f"({prefix}Affine {scale} {_list(rows)})"
        case Branch():
            scale = common_denominator([*node.normal.weights, node.threshold])
            gate = f"{scale} {_sparse(node.normal, scale, dialect)} {_integer(node.threshold * scale)}"
            return f"({prefix}Branch {gate} {terms[id(node.below)]} {terms[id(node.above)]})"
        case Sequence() | Concatenate():
            return _folded(prefix + type(node).__name__, [terms[id(child)] for child in children(node)])


def _folded(kind: str, parts: Items[str]) -> str:
    """Return parts joined in halves; both operations are associative."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"({kind} {_folded(kind, parts[:middle])} {_folded(kind, parts[middle:])})"


def _sparse(form: Form, scale: int, dialect: Dialect) -> str:
    pairs = zip(form.indices, form.weights, strict=True)
    return dialect.sparse([(index, int(weight * scale)) for index, weight in pairs])


_RELATIONS = {">=": "Nonnegative", ">": "Positive", "=": "Zero"}


def region_term(bounds: Items[Bound]) -> str:
    """Return constraints, primitive forms as the checkers number them: the constant first, then the variables.

    >>> region_term([({1: 2, CONSTANT: -3}, ">=")])
    '[([(-3); 0; 2], Nonnegative)]'
    """
    terms = []
    for form, relation in bounds:
        values = {CONSTANT: form} if isinstance(form, int) else form
        width = max([variable for variable in values if variable != CONSTANT], default=-1) + 1
        numbers = [values.get(CONSTANT, 0), *[values.get(variable, 0) for variable in range(width)]]
        terms.append(f"({_list(map(_integer, numbers))}, {_RELATIONS[relation]})")
    return _list(terms)


def hint_numbers(hint: object, evidence: str = "") -> list[int]:
    """Return a hint of a certificate as integers, which proofs/Hints.v reads; none if there is no such hint.

    ``evidence`` names the hints with points that the kind of claim has: path, wrong or none.

    >>> hint_numbers(["below", 2, 1, 0, 5, 3, 7]), hint_numbers(["empty", 1, 1]), hint_numbers(["path", 1, 0], "path")
    ([2, 2, 1, 0, 5, 2, 7], [4, 1, 1], [7, 1, 0])
    """
    if not isinstance(hint, list) or not hint or hint[0] not in _HINTS:
        return []
    name, *numbers = hint
    code, alone = _HINTS[name]
    if len(numbers) < alone or not all([type(number) is int for number in numbers]):
        return []
    if name in ("path", "wrong"):
        return [code, *numbers] if name == evidence else []
    pairs = numbers[alone:]
    gaps = [place - previous - 1 for previous, place in pairwise([-1, *pairs[::2]])]
    if len(pairs) % 2 or min(gaps, default=0) < 0 or (name in ("split", "below", "above") and numbers[0] < 0):
        return []
    return [code, *numbers[:alone], *chain.from_iterable(zip(gaps, pairs[1::2], strict=True))]


_HINTS = {
    "split": (1, 1),
    "below": (2, 2),
    "above": (3, 2),
    "empty": (4, 0),
    "bound": (5, 0),
    "goal": (6, 1),
    "path": (7, 1),
    "wrong": (7, 1),
    "vacuous": (13, 0),
    "structure": (14, 0),
}
"""Of each hint the code in proofs/Hints.v, and how many numbers stand before its pairs."""


def numeral_terms(name: str, integers: Iterable[int], size: int = 1_000) -> list[str]:
    """Return the definitions whose last one, ``name``, is a list of numerals: proofs/Numerals.v reads the integers.

    >>> numeral_terms("d", [0, -1, 6, -13, 500])
    ['Definition d : list Number.uint := [0x891c391758%huint].']
    """
    digits = "".join(map(_digits, integers))
    numerals = [f"0x{digits[start : start + size]}%huint" for start in range(0, len(digits), size)]
    return list_terms(name, "Number.uint", numerals, 100)


def _digits(number: int) -> str:
    octal = f"{2 * number if number >= 0 else -2 * number - 1:o}"
    return f"{octal[:-1]}{int(octal[-1]) + 8:x}"


def list_terms(name: str, kind: str, rows: Items[str], size: int = 1_000) -> list[str]:
    """Return the definitions whose last one, ``name``, is the list of all rows, in pieces that Coq reads quickly.

    >>> list_terms("d", "nat", ["1%nat"])
    ['Definition d : list nat := [1%nat].']
    """
    if len(rows) <= size:
        return [f"Definition {name} : list {kind} := {_list(rows)}."]
    pieces = [rows[start : start + size] for start in range(0, len(rows), size)]
    lines = [f"Definition {name}_{number} : list {kind} := {_list(piece)}." for number, piece in enumerate(pieces)]
    names = " ++ ".join([f"{name}_{number}" for number in range(len(pieces))])
    return [*lines, f"Definition {name} : list {kind} := {names}."]


def _integer(value: Fraction | int) -> str:
    number = int(value)
    return str(number) if number >= 0 else f"({number})"


def _list(items: Iterable[str]) -> str:
    return f"[{'; '.join(items)}]"
