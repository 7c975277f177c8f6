"""Trees of tests ``x_j <= t`` with vectors as leaves, and forests, their sums, as exact networks of gates."""

from dataclasses import dataclass, field
from fractions import Fraction

from constructions.model.errors import BadInput, one_of, shown
from constructions.model.network import Affine, Branch, Concatenate, Form, Network, chain, constant
from exchange.exact_arrays import check_size
from exchange.windows import maxima
from exchange.wiring import fused

RELATIONS = ("<=", "<", ">=", ">", "==", "!=")
"""How a test may compare a coordinate with its threshold. ``==`` and ``!=`` take two gates, the others one."""

AGGREGATES = ("sum", "average", "least", "largest")
"""How the values of the trees become one."""

MAX_NODES = 1_000_000
"""The most nodes that the trees of a forest may have together; they take about a kilobyte each."""

MAX_LEAF_NUMBERS = 10_000_000
"""The most numbers that the leaves of a forest may hold together once they are written out."""


@dataclass(frozen=True, slots=True)
class Split:
    """An inner node: where ``x[feature] RELATION threshold`` holds node ``yes`` is next, elsewhere node ``no``.

    If both are the same node nothing is tested, and there is no gate.
    """

    feature: int
    relation: str
    threshold: Fraction
    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """An end: pairs of an output's number and a value; outputs that are left out get 0 from it."""

    values: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes that name each other by number. Two may share a node, none may lead back to itself.

    >>> half = Fraction(1, 2)
    >>> tree = Tree((Split(0, "<=", half, 1, 2), Leaf(((0, Fraction(7)),)), Leaf(((0, Fraction(9)),))))
    >>> tree.nodes[tree.root].threshold
    Fraction(1, 2)
    """

    nodes: tuple[Split | Leaf, ...]
    root: int = 0


@dataclass(frozen=True, slots=True)
class Forest:
    """``x -> base + the sum of the trees' leaves at x``; instead of the sum another of ``AGGREGATES``.

    Attributes:
        width: how many coordinates x has.
        trees: the trees; none is allowed, then the network is constant.
        base: a number for each output; as many as there are outputs, at least one.
        aggregate: ``average`` divides the sum by the number of trees; ``least`` and ``largest`` take, for each output,
            only the trees that write it.
    """

    width: int
    trees: tuple[Tree, ...]
    base: tuple[Fraction, ...]
    aggregate: str = "sum"


def forest_network(forest: Forest, name: str = "model") -> Network:
    """Return the exact network of a forest: each tree a tree of gates, then one addition for each further tree.

    A test ``x_j <= t`` is the gate ``-x_j >= -t``, ``x_j < t`` the gate ``x_j >= t`` with its sides exchanged: one
    comparison a level and no arithmetic, equality on the side where the tool has it. The base is added to the leaves of
    the first tree that writes its output, and an average divides the leaves, both exactly, so neither costs anything.

    Args:
        forest: the trees.
        name: what messages call the model.

    Raises:
        BadInput: if a node or an output that is named does not exist, a feature is beyond the width, a tree leads back
            to a node above, or there is more than ``MAX_NODES`` and ``MAX_LEAF_NUMBERS`` allow.

    >>> from constructions.model.evaluation import evaluate
    >>> one, two = Leaf(((0, Fraction(1)),)), Leaf(((0, Fraction(2)),))
    >>> tree = Tree((Split(0, "<=", Fraction(3), 1, 2), one, two))
    >>> network = forest_network(Forest(1, (tree, tree), (Fraction(10),)))
    >>> [evaluate(network, [x])[0] for x in (3, 4)]
    [Fraction(12, 1), Fraction(14, 1)]
    """
    one_of("aggregate", forest.aggregate, AGGREGATES)
    check_size(sum([len(tree.nodes) for tree in forest.trees]), MAX_NODES, name, "nodes of trees")
    outputs = [_written(tree, forest, f"{name}: tree {number}") for number, tree in enumerate(forest.trees)]
    held = sum([len(tree.nodes) * max(1, len(row)) for tree, row in zip(forest.trees, outputs, strict=True)])
    check_size(held, MAX_LEAF_NUMBERS, name, "numbers in leaves")
    if forest.aggregate in ("least", "largest"):
        return _extremes(forest, outputs, name)
    share = Fraction(1, len(forest.trees)) if forest.aggregate == "average" and forest.trees else Fraction(1)
    base = dict(enumerate(forest.base))
    parts, places = [], []
    for number, (tree, row) in enumerate(zip(forest.trees, outputs, strict=True)):
        added = [base.pop(output, Fraction(0)) for output in row]
        if row:
            parts.append(_Tree(tree, forest.width, row, added, share).network(f"{name}: tree {number}"))
            places += row
    return _summed(parts, places, [base.get(output, Fraction(0)) for output in range(len(forest.base))], forest.width)


def _summed(parts: list[Network], places: list[int], base: list[Fraction], width: int) -> Network:
    """Return the sum: number i of the parts side by side is added to output ``places[i]``."""
    if not parts:
        return constant(base, width)
    beside = parts[0] if len(parts) == 1 else Concatenate(parts)
    if places == list(range(len(base))):
        return beside
    wires: list[list[int]] = [[] for _ in base]
    for wire, place in enumerate(places):
        wires[place].append(wire)
    return chain(beside, Affine([Form(len(places), row, [1] * len(row)) for row in wires], base))


def _extremes(forest: Forest, outputs: list[list[int]], name: str) -> Network:
    """Return the network that takes for each output the least or the largest value of the trees that write it."""
    sign = Fraction(-1 if forest.aggregate == "least" else 1)
    parts, places = [], []
    for number, (tree, row) in enumerate(zip(forest.trees, outputs, strict=True)):
        place = f"{name}: tree {number}"
        if any([isinstance(node, Leaf) and [output for output, _ in node.values] != row for node in tree.nodes]):
            raise BadInput(f"{place}: every leaf must write the same outputs where the {forest.aggregate} is taken")
        parts.append(_Tree(tree, forest.width, row, [Fraction(0)] * len(row), sign).network(place))
        places += row
    written = sorted(set(places))
    if not written:
        return constant(forest.base, forest.width)
    windows = [[wire for wire, place in enumerate(places) if place == output] for output in written]
    wires = {output: Form(len(written), (wire,), (sign,)) for wire, output in enumerate(written)}
    rows = [wires.get(output, Form(len(written), (), ())) for output in range(len(forest.base))]
    beside = parts[0] if len(parts) == 1 else Concatenate(parts)
    return chain(*fused([beside, maxima(windows, len(places)), Affine(rows, forest.base)]))


def _written(tree: Tree, forest: Forest, place: str) -> list[int]:
    """Return the outputs that some leaf writes, increasing. Raises ``BadInput`` for what is out of range."""
    for number, node in enumerate(tree.nodes):
        if isinstance(node, Split):
            one_of(f"relation at {place}, node {number},", node.relation, RELATIONS)
            if not 0 <= node.feature < forest.width:
                raise BadInput(
                    f"{place}: node {number} tests feature {shown(node.feature)}, but features are 0 to "
                    f"{forest.width - 1}"
                )
        for child in (node.yes, node.no) if isinstance(node, Split) else ():
            if not 0 <= child < len(tree.nodes):
                raise BadInput(
                    f"{place}: node {number} leads to node {shown(child)}, but nodes are 0 to {len(tree.nodes) - 1}"
                )
        for output, _ in node.values if isinstance(node, Leaf) else ():
            if not 0 <= output < len(forest.base):
                raise BadInput(
                    f"{place}: leaf {number} writes output {shown(output)}, but outputs are 0 to {len(forest.base) - 1}"
                )
    if not 0 <= tree.root < len(tree.nodes):
        raise BadInput(f"{place}: there is no node {shown(tree.root)} to begin at")
    return sorted({output for node in tree.nodes if isinstance(node, Leaf) for output, _ in node.values})


@dataclass(frozen=True, slots=True)
class _Tree:
    """A tree on its way to gates: its leaves give the outputs ``row``, each value times ``share``, plus ``added``.

    Equal leaves are one node of the network."""

    tree: Tree
    width: int
    row: list[int]
    added: list[Fraction]
    share: Fraction
    leaves: dict[tuple[tuple[int, Fraction], ...], Affine] = field(default_factory=dict)

    def network(self, place: str) -> Network:
        """Return the gates, children before parents, without recursion."""
        done: dict[int, Network] = {}
        open_nodes: set[int] = set()
        todo = [self.tree.root]
        while todo:
            number = todo[-1]
            node = self.tree.nodes[number]
            if number in done:
                todo.pop()
            elif isinstance(node, Leaf):
                done[number] = self._leaf(node)
            elif number in open_nodes:
                done[number] = (
                    done[node.yes] if node.yes == node.no else self._gate(node, done[node.yes], done[node.no])
                )
            else:
                open_nodes.add(number)
                for child in (node.no, node.yes):
                    if child in open_nodes and child not in done:
                        raise BadInput(f"{place}: node {number} leads back to node {child}, which is above it")
                    todo.append(child)
        return done[self.tree.root]

    def _leaf(self, leaf: Leaf) -> Affine:
        if leaf.values not in self.leaves:
            numbers = dict(zip(self.row, self.added, strict=True))
            for output, value in leaf.values:
                shared = value if self.share == 1 else value * self.share
                numbers[output] = numbers[output] + shared if numbers[output] else shared
            self.leaves[leaf.values] = constant(list(numbers.values()), self.width)
        return self.leaves[leaf.values]

    def _gate(self, split: Split, yes: Network, no: Network) -> Network:
        bound = split.threshold
        match split.relation:
            case "<=":
                return Branch(Form(self.width, (split.feature,), (-1,)), -bound, no, yes)
            case ">=":
                return Branch(Form(self.width, (split.feature,), (1,)), bound, no, yes)
            case "<" | ">":
                reversed_relation = ">=" if split.relation == "<" else "<="
                return self._gate(Split(split.feature, reversed_relation, bound, 0, 0), no, yes)
            case "!=":
                return self._gate(Split(split.feature, "==", bound, 0, 0), no, yes)
            case "==":  # not above, then not below
                inner = self._gate(Split(split.feature, ">=", bound, 0, 0), yes, no)
                return self._gate(Split(split.feature, "<=", bound, 0, 0), inner, no)
            case _:
                raise BadInput(f"a test must have one of the relations {', '.join(RELATIONS)}, not {split.relation}")
