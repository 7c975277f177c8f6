"""Which parts of a network become C functions, and which gates make one table."""

from dataclasses import dataclass

from constructions.model.network import Affine, Branch, Identity, Network, Relu, Step, children, distinct_nodes


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a network is cut into functions.

    Attributes:
        functions: the ``id`` of every node that becomes a function: it is used in several places, and is more than a
            layer.
        owners: for every Branch the ``id`` of the uppermost gate of its table.
    """

    functions: frozenset[int]
    owners: dict[int, int]


def sharing(network: Network) -> Sharing:
    """Return how ``network`` is cut into functions and tables of gates.

    Gates that lie directly below one another belong to one table, unless a gate is also used elsewhere: then it begins
    a table of its own, in a function. The places in one table that lead to one side count as one place, so each
    distinct node is written once, or once for each place if it is a single layer.

    >>> leaf = Relu(1)
    >>> inner = Branch([1], 0, leaf, leaf)
    >>> outer = Branch([1], 1, inner, inner)
    >>> cut = sharing(outer)
    >>> cut.functions, cut.owners[id(inner)] == id(outer)
    (frozenset(), True)
    """
    places: dict[int, set[tuple[int, int]]] = {id(network): {(0, 0)}}
    owners: dict[int, int] = {}
    functions = set()
    for node in reversed(distinct_nodes(network)):
        used = places[id(node)]
        is_inner = len(used) == 1 and next(iter(used))[1] == -1
        if isinstance(node, Branch):
            owners[id(node)] = next(iter(used))[0] if is_inner else id(node)
        if len(used) > 1 and not isinstance(node, Affine | Relu | Step | Identity):
            functions.add(id(node))
        for slot, child in enumerate(children(node)):
            place = (owners[id(node)], -1) if isinstance(node, Branch) else (id(node), slot)
            places.setdefault(id(child), set()).add(place)
    return Sharing(frozenset(functions), owners)
