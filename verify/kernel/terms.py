"""Networks, data, regions and hints as Coq terms: integers over common denominators, parts used twice named."""

from collections import Counter
from collections.abc import Iterable, Sequence as Items
from itertools import chain, pairwise
from typing import Any

from constructions.model.nouns import count_of
from verify.check.budget import Budget
from verify.check.network import Node, Row
from verify.check.values import CONSTANT, Constraint
from verify.check.verdict import Malformed, shown

_LONG = 5_000
"""A term of more characters gets a name, so that no term nests deeper than Coq reads, nor is copied often."""

_CELL = 192
"""The bits that Coq keeps for a number of a dense list, and not fewer for a place that it counts in unary."""


def network_terms(network: Node, name: str, budget: Budget, kind: str = "part") -> list[str]:
    """Return the definitions whose last one, ``name``, is the network with its widths, a part of proofs/Nets.v.

    If its ``kind`` is ``priced``, with a measure, it is such a part with its structural maximum, of proofs/Structure.v.

    A row is written as pairs of how many places are passed over, and a weight. What is written is paid for before,
    and a term is dropped when its last parent has taken it over.

    Raises:
        Malformed: if the budget does not allow it.

    >>> from verify.check.network import read_network
    >>> text = '{"format":"memocert network","version":1,"nodes":[["affine",2,[[0,"1",1,"1/2"]],["3"]]]}'
    >>> print(*network_terms(read_network(text.encode(), Budget()), "n", Budget()), sep="")
    Definition n : part := PAffine 2 2 [([(0%nat, 2); (0%nat, 1)], 6)].
    """
    nodes = distinct_nodes(network)
    uses = Counter([id(child) for node in nodes for child in node.below])
    left = uses.copy()
    terms: dict[int, str] = {}
    lines: list[str] = []
    for number, node in enumerate(nodes):
        for row in node.rows:
            _pay_for_row(row, node.scale, budget)
        below = [terms[id(child)] for child in node.below]
        budget.spend(4 + sum([len(term) for term in below]) // 32)
        term = _term(node, below, "P" if kind == "part" else "M")
        own = name if node is network else f"{name}_{number}"
        if node is network or ((uses[id(node)] > 1 or len(term) > _LONG) and " " in term):
            bare = term.removeprefix("(").removesuffix(")") if term.startswith("(") else term
            budget.hold(8 * len(bare))
            lines.append(f"Definition {own} : {kind} := {bare}.")
            term = own
        terms[id(node)] = term
        for child in node.below:
            left[id(child)] -= 1
            if not left[id(child)]:
                del terms[id(child)]
    return lines


def _pay_for_row(row: Row, scale: int, budget: Budget) -> None:
    """Pay for a row as text, and for the places before each of its weights, which Coq counts."""
    pairs, constant = row
    digits = sum([24 + number.bit_length() // 3 for number in (constant, scale, *[weight for _, weight in pairs])])
    reach = pairs[-1][0] if pairs else 0
    budget.spend(8 + digits // 8 + reach)
    budget.room(8 * digits)
    budget.hold(reach * _CELL)


def distinct_nodes(network: Node) -> list[Node]:
    """Return every node once, children before their parents, the network last."""
    found: dict[int, Node] = {}
    waiting = [(network, False)]
    while waiting:
        node, below_done = waiting.pop()
        if below_done:
            found[id(node)] = node
        elif id(node) not in found:
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(node.below) if id(child) not in found]
    return list(found.values())


def _term(node: Node, below: Items[str], letter: str) -> str:
    """Return a node as a term; the names of its forms begin with a letter."""
    if node.kind == "affine":
        rows = [f"({_pairs(row)}, {integer_term(row[1])})" for row in node.rows]
        return f"({letter}Affine {node.inputs} {node.scale} {_list(rows)})"
    if node.kind == "branch":
        (row,) = node.rows
        gate = f"{node.inputs} {node.scale} {_pairs(row)} {integer_term(-row[1])}"
        return f"({letter}Branch {gate} {below[0]} {below[1]})"
    if node.kind == "identity":
        return f"({letter}Identity {node.inputs})"
    if node.kind in ("relu", "step"):
        return f"({letter}Units {node.kind.capitalize()} {node.inputs})"
    return _folded(f"{letter}{node.kind.capitalize()}", below)


def _folded(kind: str, parts: Items[str]) -> str:
    """Return parts joined in halves; both operations are associative."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"({kind} {_folded(kind, parts[:middle])} {_folded(kind, parts[middle:])})"


def _pairs(row: Row) -> str:
    places = [-1, *[place for place, _ in row[0]]]
    gaps = [place - previous - 1 for previous, place in pairwise(places)]
    return _list([f"({_gap(gap)}, {integer_term(weight)})" for gap, (_, weight) in zip(gaps, row[0], strict=True)])


_RELATIONS = {">=": "Nonnegative", ">": "Positive", "=": "Zero"}


def region_terms(name: str, bounds: Items[Constraint], budget: Budget) -> list[str]:
    """Return the definitions whose last one, ``name``, is a list of constraints: a constant, and pairs as in a row.

    Coq keeps each as the list of all its numbers, zeros too: that is paid for before.

    Raises:
        Malformed: if the budget does not allow it.

    >>> from verify.check.values import Form
    >>> region_terms("r", [(Form({1: 2, CONSTANT: -3}), ">=")], Budget())
    ['Definition r : list constraint := [(sparse (-3) [(1%nat, 2)], Nonnegative)].']
    """
    terms = []
    for form, relation in bounds:
        pairs = () if isinstance(form, int) else sorted(form.items())[1:]  # CONSTANT is the least of the keys
        row = tuple(pairs), form if isinstance(form, int) else form[CONSTANT]
        _pay_for_row(row, 1, budget)
        terms.append(f"(sparse {integer_term(row[1])} {_pairs(row)}, {_RELATIONS[relation]})")
        budget.hold(8 * len(terms[-1]))
    return list_terms(name, "constraint", terms)


DECISIONS = ("split", "below", "above", "empty", "vacuous")
"""The names of the hints that any execution may read."""


def hint_numbers(
    hint: object, budget: Budget, names: Items[str] = (*DECISIONS, "goal"), points: Items[int] = (), places: int = 2**20
) -> list[int]:
    """Return a hint of a certificate as integers, which proofs/Hints.v reads; none if there is no such hint.

    ``names`` are those that the kind of claim reads, ``points`` says how many numbers stand in a hint with points
    beside the denominator. No layer has more than ``places`` coordinates and no region so many
    constraints: a hint that names one beyond is none. Coq counts up to those that are named: that is paid for.

    Raises:
        Malformed: if the budget does not allow it, or the hint is not a list of a name and integers, its pairs are not
            complete, or a denominator is not positive.

    >>> hint_numbers(["below", 2, 1, 0, 5, 3, 7], Budget()), hint_numbers(["path", 1, 0], Budget(), ["path"], [1])
    ([2, 2, 1, 0, 5, 2, 7], [7, 1, 0])
    """
    name, *numbers = named(hint)
    if name not in _HINTS or name not in names:
        return []
    code, alone = _HINTS[name]
    if len(numbers) < alone:
        raise Malformed(f"the hint {name} must have at least {count_of(alone, 'number')}")
    if name in ("path", "wrong"):
        if numbers[0] < 1 or len(numbers) - 1 not in points:
            widths = " or ".join(map(str, points))
            raise Malformed(f"the hint {name} must hold a positive denominator and {widths} numerators, all integers")
        return [code, *numbers]
    pairs = numbers[alone:]
    if pairs and name in ("split", "bound", "structure"):
        raise Malformed(f"the hint {name} must have {count_of(alone, 'number') if alone else 'no number'}")
    if len(pairs) % 2:
        beside = f"{count_of(alone, 'number')} and " if alone else ""
        raise Malformed(f"the hint {name} must have {beside}pairs of a constraint and a multiplier")
    gaps = [place - previous - 1 for previous, place in pairwise([-1, *pairs[::2]])]
    place = numbers[:1] if name in ("split", "below", "above") else []
    if min(gaps, default=0) < 0 or not all([0 <= number < places for number in [*pairs[::2], *place]]):
        return []
    counted = sum([*gaps, *place])
    budget.spend(counted)
    budget.hold(counted * _CELL)
    return [code, *numbers[:alone], *chain.from_iterable(zip(gaps, pairs[1::2], strict=True))]


def named(hint: object) -> list[Any]:
    """Return a hint if it is a list of a name and integers.

    Raises:
        Malformed: if it is not.

    >>> named(["split", 0])
    ['split', 0]
    """
    if type(hint) is not list or not hint or type(hint[0]) is not str:
        raise Malformed("a hint must be a list that begins with a name")
    if not all([type(number) is int for number in hint[1:]]):
        raise Malformed(f"the hint {shown(hint[0])} holds something that is not an integer")
    return hint


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
    "structure": (14, 0),  # no execution reads it
}
"""Of each hint the code in proofs/Hints.v, and how many numbers stand before its pairs."""

CODES = {name: code for name, (code, _) in _HINTS.items()}
"""Of each hint the code in proofs/Hints.v."""


def numeral_terms(name: str, integers: Iterable[int], budget: Budget, size: int = 1_000) -> list[str]:
    """Return the definitions whose last one, ``name``, is a list of numerals: proofs/Numerals.v reads the integers.

    Raises:
        Malformed: if the budget does not allow it.

    >>> numeral_terms("d", [0, -1, 6, -13, 500], Budget())
    ['Definition d : list Number.uint := [0x891c391758%huint].']
    """
    digits = "".join([_digits(number, budget) for number in integers])
    numerals = [f"0x{digits[start : start + size]}%huint" for start in range(0, len(digits), size)]
    return list_terms(name, "Number.uint", numerals, 100)


def _digits(number: int, budget: Budget) -> str:
    length = number.bit_length() // 3 + 1
    budget.spend(1 + length // 16)
    budget.hold(8 * length)
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


def integer_term(number: int) -> str:
    """Return an integer as a term; long ones in base 16, which takes time in proportion to their length.

    >>> integer_term(-7), integer_term(2**64)
    ('(-7)', '0x10000000000000000')
    """
    text = str(number) if number.bit_length() <= 64 else f"{number:#x}"
    return text if number >= 0 else f"({text})"


def _gap(gap: int) -> str:
    """Return how many places are passed over: nested as deep as it is large, or computed from a number."""
    return f"{gap}%nat" if gap < 100 else f"Z.to_nat {gap}"


def _list(items: Iterable[str]) -> str:
    return f"[{'; '.join(items)}]"


def rational_term(above: int, below: int) -> str:
    """Return a quotient as a term.

    >>> rational_term(-1, 2)
    '((-1) # 2)'
    """
    return f"({integer_term(above)} # {integer_term(below)})"
