"""Networks and data as terms of proofs/Checker.v: integers over common denominators, parts used twice named."""

from collections import Counter
from collections.abc import Iterable, Sequence as Items
from fractions import Fraction

from constructions.batch import homogeneous
from constructions.network import (
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
from constructions.rational import common_denominator

_LONG = 20_000
"""A term of more characters gets a name, so that no term nests deeper than Coq reads."""


def network_terms(network: Network, name: str) -> list[str]:
    """Return the definitions whose last one, ``name``, is the network.

    >>> print(*network_terms(Affine([[1, Fraction(1, 2)]], [3]), "n"), sep="")
    Definition n : znet := ZAffine 2 [([(0%nat, 2); (1%nat, 1)], 6)].
    """
    nodes = distinct_nodes(network)
    uses = Counter([id(child) for node in nodes for child in children(node)])
    terms: dict[int, str] = {}
    lines: list[str] = []
    for number, node in enumerate(nodes):
        term = _term(node, terms)
        own = name if node is network else f"{name}_{number}"
        if node is network or ((uses[id(node)] > 1 or len(term) > _LONG) and " " in term):
            lines.append(f"Definition {own} : znet := {term.removeprefix('(').removesuffix(')')}.")
            term = own
        terms[id(node)] = term
    return lines


def _term(node: Network, terms: dict[int, str]) -> str:
    match node:
        case Identity():
            return "ZIdentity"
        case Relu():
            return "ZRelu"
        case Step():
            return "ZStep"
        case Affine():
            scale = common_denominator([*[weight for form in node.weights for weight in form.weights], *node.bias])
            rows = [
                f"({_sparse(form, scale)}, {_integer(bias * scale)})"
                for form, bias in zip(node.weights, node.bias, strict=True)
            ]
            return f"(ZAffine {scale} {_list(rows)})"
        case Branch():
            scale = common_denominator([*node.normal.weights, node.threshold])
            gate = f"{scale} {_sparse(node.normal, scale)} {_integer(node.threshold * scale)}"
            return f"(ZBranch {gate} {terms[id(node.below)]} {terms[id(node.above)]})"
        case Sequence() | Concatenate():
            kind = "ZSequence" if isinstance(node, Sequence) else "ZConcatenate"
            return _folded(kind, [terms[id(child)] for child in children(node)])


def _folded(kind: str, parts: Items[str]) -> str:
    """Return parts joined in halves; both operations are associative."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"({kind} {_folded(kind, parts[:middle])} {_folded(kind, parts[middle:])})"


def _sparse(form: Form, scale: int) -> str:
    pairs = zip(form.indices, form.weights, strict=True)
    return _list([f"({index}%nat, {_integer(weight * scale)})" for index, weight in pairs])


def vector_term(values: Items[Fraction]) -> str:
    """Return numbers as numerators and their denominator.

    >>> vector_term([Fraction(1, 2), Fraction(-3)])
    '([1; (-6)], 2%positive)'
    """
    *numerators, denominator = homogeneous(values)
    return f"({_list(map(str, map(_integer, numerators)))}, {denominator}%positive)"


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
