"""A network made ready to be run symbolically: rows in integers, costs of its nodes."""

from collections.abc import Callable
from functools import cached_property
from math import lcm
from typing import Any

from constructions.model.cost import MEASURES, own_cost, structural_maxima
from constructions.model.network import (
    Affine,
    Branch,
    Network,
    Relu,
    distinct_nodes,
)


class Compiled:
    """An affine map or a gate in integers over one common denominator."""

    __slots__ = ("_columns", "rows", "scale", "width")

    def __init__(self, rows: list[tuple[Any, Any, Any]], width: int, check: Callable[[], None]) -> None:
        self.scale = lcm(*[v.denominator for _, weights, bias in rows for v in (bias, *weights)])
        self.rows: list[tuple[list[tuple[int, int]], int]] = []
        for indices, weights, bias in rows:
            check()
            pairs = [(i, int(w * self.scale)) for i, w in zip(indices, weights, strict=True)]
            self.rows.append((pairs, int(bias * self.scale)))
        self.width = width
        self._columns: list[list[tuple[int, int]]] | None = None

    @property
    def columns(self) -> list[list[tuple[int, int]]]:
        """For each input the rows that it is in, with its weights there."""
        if self._columns is None:
            self._columns = [[] for _ in range(self.width)]
            for row, (pairs, _) in enumerate(self.rows):
                for position, weight in pairs:
                    self._columns[position].append((row, weight))
        return self._columns


class Prepared:
    """A network made ready to run, in one measure: its rows in integers, its costs; made once for many executions."""

    def __init__(self, network: Network, measure: str = "total") -> None:
        self.network = network
        self.measure = measure
        self._count = MEASURES[measure]
        self._worst = structural_maxima(network)
        self._compiled: dict[int, Compiled] = {}
        self._own: dict[int, int] = {}

    @cached_property
    def decisions(self) -> int:
        """How many decisions an input takes at most, if there is a relu among them; else 0."""
        relus = any([isinstance(node, Relu) for node in distinct_nodes(self.network)])
        return self._worst[id(self.network)].of("comparisons") if relus else 0

    def structural(self, node: Network) -> int:
        """Return the structural maximum of a node of the network."""
        return self._worst[id(node)].of(self.measure)

    def rows(self, node: Affine | Branch, check: Callable[[], None]) -> Compiled:
        """Return the rows of an affine map, or of a gate; ``check`` is asked now and then whether to go on."""
        compiled = self._compiled.get(id(node))
        if compiled is None:
            if isinstance(node, Affine):
                rows = [(f.indices, f.weights, b) for f, b in zip(node.weights, node.bias, strict=True)]
            else:
                rows = [(node.normal.indices, node.normal.weights, -node.threshold)]
            compiled = self._compiled[id(node)] = Compiled(rows, node.input_width, check)
        return compiled

    def cost(self, node: Network) -> int:
        """Return the operations of a visit of one node alone."""
        cost = self._own.get(id(node))
        if cost is None:
            cost = self._own[id(node)] = self._count(own_cost(node))
        return cost
