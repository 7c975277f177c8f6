"""Gates without control flow, for any number of rows: trees with constant leaves as steps, other gates as ``Where``."""

from fractions import Fraction

from constructions.model.network import Affine, Branch, Form, Network, Step, distinct_nodes
from exchange.onnx.out.graph import Body, Model, is_constant
from exchange.onnx.out.layers import Writer
from exchange.tasks import Task, run

MOST_CELLS = 1_000_000
"""A tree is written as steps if its ends times its gates are no more than this."""


def flat(network: Network, model: Model, body: Body, value: str) -> str:
    """Write a network on rows ``value`` into a graph without ``If``; return the value that it gives.

    A tree of gates with constant leaves becomes two layers of steps: all its tests at once, then for each end whether
    all tests on the way to it go its way, then the sum of the ends' outputs, of which one is not multiplied by 0. Other
    gates choose between both sides, number by number. What is shared, on the same value, is computed once.
    """
    name: str = run(_Flat(model, network).value(network, value, body, 0))
    return name


class _Flat(Writer):
    def __init__(self, model: Model, network: Network) -> None:
        super().__init__(model)
        self._trees = _trees(network)

    def gates(self, root: Branch, value: str, body: Body, room: int) -> Task:
        """Write a gate as a tree of steps or as ``Where``."""
        if id(root) in self._trees:
            return _steps(_ends(root), value, self.model, body)
        sides = []
        for side in (root.above, root.below):
            if isinstance(side, Affine) and is_constant(side):
                sides.append(self.model.constant(body, side))
            else:
                sides.append((yield self.value(side, value, body, room)))
        return self.model.one(body, "Where", self.model.gate(body, root, value), *sides)


_Way = tuple[tuple[Branch, bool], ...]
"""The gates on the way to an end, each with the side that is taken: True is above."""


def _trees(network: Network) -> set[int]:
    """Return the ``id`` of each gate below which there are gates and constants alone, few enough to be steps."""
    sizes: dict[int, tuple[int, int]] = {}
    trees = set()
    for node in distinct_nodes(network):
        if isinstance(node, Affine) and is_constant(node):
            sizes[id(node)] = (1, 0)
        elif isinstance(node, Branch) and id(node.below) in sizes and id(node.above) in sizes:
            (ends, gates), (more, others) = sizes[id(node.below)], sizes[id(node.above)]
            if (ends + more) * (gates + others + 1) <= MOST_CELLS:
                sizes[id(node)] = (ends + more, gates + others + 1)
                trees.add(id(node))
    return trees


def _ends(root: Branch) -> list[tuple[_Way, Affine]]:
    """Return the ends of a tree of gates with the ways to them."""
    ends: list[tuple[_Way, Affine]] = []
    stack: list[tuple[Network, _Way]] = [(root, ())]
    while stack:
        node, way = stack.pop()
        if isinstance(node, Branch) and not node.normal.indices:
            stack.append((node.above if node.threshold <= 0 else node.below, way))
        elif isinstance(node, Branch):
            stack += [(node.above, (*way, (node, True))), (node.below, (*way, (node, False)))]
        else:
            assert isinstance(node, Affine)  # as ``_trees`` has found
            ends.append((way, node))
    return ends


def _steps(ends: list[tuple[_Way, Affine]], value: str, model: Model, body: Body) -> str:
    """Write a tree as steps: with c_g = 1 where gate g is taken above, and 0 below, an end whose way takes a gates
    above is reached where the sum of c_g over these, less that over the gates that it takes below, is at least a."""
    gates = {id(gate): gate for way, _ in ends for gate, _ in way}
    places = {gate: place for place, gate in enumerate(gates)}
    tests = model.tests(body, list(gates.values()), value)
    rows, bounds = [], []
    for way, _ in ends:
        signs = {places[id(gate)]: Fraction(1 if above else -1) for gate, above in way}
        indices = sorted(signs)
        rows.append(Form(len(gates), indices, [signs[place] for place in indices]))
        bounds.append(Fraction(-sum([above for _, above in way])))
    reached = model.unit(body, Step(len(ends)), model.affine(body, Affine(rows, bounds), tests))
    leaves = [leaf.bias for _, leaf in ends]
    outputs = [Form.dense(column) for column in zip(*leaves, strict=True)]
    return model.affine(body, Affine(outputs, [0] * len(outputs)), reached)
