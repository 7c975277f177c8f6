"""Networks, data and regions as Coq terms: integers over common denominators, parts used twice named."""

from collections import Counter
from collections.abc import Iterable, Sequence as Items
from itertools import pairwise

from verify.check.budget import Budget
from verify.check.network import Node, Row
from verify.check.values import CONSTANT, Constraint

_LONG = 5_000
"""A term of more characters gets a name, so that no term nests deeper than Coq reads, nor is copied often."""

CELL = 192
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
    budget.hold(reach * CELL)


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
