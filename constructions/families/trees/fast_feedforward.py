"""Fast feedforward: a complete tree of forms, a small hidden layer at each leaf (Belcak, Wattenhofer 2023)."""

from collections.abc import Sequence as Items

from constructions.families.broken_line import Groups
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Branch, Form, Network, Relu, Sequence
from constructions.model.rational import Number
from constructions.unconditional.interpolation import Hinges

COST = Cost(
    neurons="2**l*u",
    gates="2**l - 1",
    parameters="w + 2**l - 1 + 2**l*(u + d*u + d)",
    comparisons="l + u",
    additions="k - 1 + u + d*u",
    multiplications="w + d*u",
    depth="l + 1",
    bounds={"l": "ceiling(log(ceiling(n/(u + 1)), 2))", "k": "p", "w": "p"},
)
"""l levels, leaves of u units."""


def fast_feedforward(nodes: Items[tuple[Form, Number]], leaves: Items[Network]) -> Network:
    """Return x -> leaves[path](x); node i = 0, 1, ... goes on to 2 i + 2 if form_i . x + bias_i >= 0, else to 2 i + 1.

    This is the original rule of inference, which is piecewise linear as it stands. (In training every leaf is weighted
    by the sigmoids on its path; the hard rule is the limit of large forms.)

    Args:
        nodes: 2^D - 1 forms with their biases, level by level.
        leaves: 2^D networks, from left to right.

    Raises:
        ValueError: if there are not 2^D leaves and 2^D - 1 nodes for some D >= 0.

    Source: Belcak, Wattenhofer 2023, *Fast feedforward networks*; theory, Theorem 92.

    >>> from constructions.model.evaluation import evaluate
    >>> from constructions.model.network import constant
    >>> network = fast_feedforward([(Form.dense([1]), -3)], [constant([0], 1), constant([1], 1)])
    >>> [int(evaluate(network, [x])[0]) for x in (2, 3)]
    [0, 1]
    """
    count = len(leaves)
    if count < 1 or count & (count - 1) or len(nodes) != count - 1:
        raise ValueError(f"leaves must be 2^D and nodes 2^D - 1, not {count} and {len(nodes)}")
    level = list(leaves)
    for first in [size - 1 for size in _powers(count)]:
        forms = nodes[first : first + len(level) // 2]
        pairs = zip(level[::2], level[1::2], strict=True)
        level = [Branch(form, -bias, left, right) for (form, bias), (left, right) in zip(forms, pairs, strict=True)]
    return level[0]


def leaf(first: Affine, second: Affine) -> Network:
    """Return x -> second(relu(first(x))), the hidden layer of a leaf.

    >>> leaf(Affine([[1]], [0]), Affine([[2]], [1]))
    Sequence(1 -> 1)
    """
    return Sequence((first, Relu(first.output_width), second))


def fast_feedforward_memorizer(dataset: Dataset, width: int = 1) -> Built:
    """Return a complete tree of gates with a hidden layer of ``width`` ReLUs at each leaf that memorizes ``dataset``.

    The points on z = u . x are shared out to 2^D leaves, as equally as can be and so that none has more than width + 1;
    nodes compare z with the middles. A leaf is the broken line through its points, which bends at all but the last. So
    D = ceil(log2 ceil(n/(width + 1))), and D + width comparisons: one unit a leaf costs the fewest.

    Args:
        dataset: the data; labels of any width.
        width: units of a leaf, at least 1.

    Raises:
        ValueError: if ``width`` is less than 1.

    Source: rule as in Belcak, Wattenhofer 2023, construction derived here; theory, Theorem 92.

    >>> fast_feedforward_memorizer(Dataset.from_rows([[i] for i in range(16)], [[i * i] for i in range(16)])).promise
    Operations(additions=2, multiplications=1, comparisons=4)
    """
    if width < 1:
        raise ValueError(f"width must be at least 1, not {width}")
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    levels = 0
    while 2**levels * (width + 1) < len(projected.line):
        levels += 1
    groups = Groups.of(projected, 2**levels)
    middles, z = groups.thresholds, Form.coordinate(0, 1)
    nodes = []
    for level in range(levels):
        step = 2 ** (levels - level)
        nodes += [(z, -middles[place - 1]) for place in range(step // 2, 2**levels, step)]
    leaves = [_leaf(Hinges.through(line), width) for line in groups.lines]
    return Built(projected.then(fast_feedforward(nodes, leaves)), COST, {**projected.letters, "l": levels, "u": width})


def _leaf(line: Hinges, width: int) -> Network:
    """Return the broken line with exactly ``width`` units, those that it does not need without weights."""
    spare = width - line.units
    first = Affine([[1]] * line.units + [[0]] * spare, [-kink for kink in line.kinks] + [0] * spare)
    rows = zip(*line.changes, strict=True) if line.changes else [()] * len(line.start)
    return leaf(first, Affine([Form.dense([*row, *[0] * spare]) for row in rows], line.start))


def _powers(count: int) -> list[int]:
    """Return count/2, count/4, ..., 1: the number of nodes of the levels, from below."""
    found = []
    while count > 1:
        count //= 2
        found.append(count)
    return found
