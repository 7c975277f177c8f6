"""Mixtures of experts: the experts with the largest gate forms run, no other (Shazeer et al. 2017)."""

from collections.abc import Sequence as Items
from math import isqrt

from constructions.families.broken_line import Groups, rising
from constructions.families.selection import largest, scaled, top
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Affine, Network
from constructions.unconditional.interpolation import Hinges, Pair

COST = Cost(
    neurons="g*u",
    gates="g*(g - 1)/2",
    parameters="w + 2*(g - 1) + g*(u + d*u + d)",
    comparisons="g - 1 + u",
    additions="k - 1 + 2*(g - 1) + u + d*u",
    multiplications="w + Max(g - 2, 0) + d*u",
    depth="g",
    bounds={"g": "n", "u": "n - 1", "k": "p", "w": "p"},
)
"""One expert, the best; g experts of at most u units."""

TOP = Cost(
    neurons="g*u",
    gates="x + g - 1",
    parameters="w + 4*(g - 1) + g*(u + d*u + d) + d",
    comparisons="x + e*(ceiling(log(g, 2)) + u)",
    additions="k - 1 + g - 1 + x + e*(u + d*u) + d*(e - 1)",
    multiplications="w + Max(g - 2, 0) + e*d*u + d",
    depth="x + ceiling(log(g, 2)) + 1",
    bounds={"g": "n", "u": "n - 1", "x": "(e*(2*g - e - 1))/2", "k": "p", "w": "p"},
)
"""The best e of them, e > 1, found by x exchanges."""


def mixture(gate: Affine, experts: Items[Network], count: int = 1) -> Network:
    """Return x -> the mean of experts[j](x) over the ``count`` largest gate_j(x), of equal ones the first.

    The original answer is sum_j g_j(x) experts[j](x) with g a softmax of the gate forms, over all experts or over the
    largest few: products of piecewise linear and exponential terms. The rule here gives the chosen experts equal
    weights. It coincides with the original over the chosen experts if ``count`` is 1; where the chosen gate forms are
    equal; and where the chosen experts agree. The first two layers of the original are two such mixtures in sequence.

    Args:
        gate: an affine map with one output for each expert.
        experts: networks on x.
        count: how many of them run.

    Raises:
        ValueError: if widths do not fit, or ``count`` is not one of 1, ..., the number of experts.

    Source: Eigen, Ranzato, Sutskever 2013, *Learning factored representations in a deep mixture of experts* (softmax
    gate), the largest few as in Shazeer et al. 2017; theory, Theorem 85.
    """
    if count == 1:
        return largest(gate, experts)
    return scaled(top(gate, experts, count), count)


def mixture_of_experts(dataset: Dataset, experts: int | None = None, count: int = 1) -> Built:
    """Return a mixture of experts, each a hidden layer of ReLUs, that memorizes ``dataset``.

    The points on the line z = u . x are cut into g groups, one for each expert, and the gate has the rising forms of
    the middles between groups: on group j they are largest for expert j, and the largest few are neighbours of it.
    Each expert is the broken line through all points at which it is among the chosen. So all experts that run at a
    data point give its label, and so does any weighted mean of them, that of the original softmax too.

    Args:
        dataset: the data; labels of any width.
        experts: g, at least 1 and at most as many as points; ceil(sqrt n) if it is None.
        count: e, how many run, at least 1; at most g are there to run.

    Raises:
        ValueError: if ``experts`` or ``count`` is less than 1.

    Source: rule as in Eigen et al. 2013, construction derived here; theory, Theorem 85.

    >>> data = Dataset.from_rows([[i] for i in range(16)], [[i * i] for i in range(16)])
    >>> mixture_of_experts(data).promise
    Operations(additions=12, multiplications=5, comparisons=6)
    """
    if count < 1:
        raise ValueError(f"count must be at least 1, not {count}")
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    number = experts if experts is not None else isqrt(len(projected.line) - 1) + 1
    groups = Groups.of(projected, number)
    gate, g = rising(groups.thresholds), len(groups.lines)
    chosen = min(count, g)
    known = [Hinges.through(line) for line in _seen_by(groups, gate, chosen)]
    network = projected.then(mixture(gate, [expert.network() for expert in known], chosen))
    units = max([expert.units for expert in known])
    few = min(chosen, g - chosen)
    swaps = few * (g - 1) - few * (few - 1) // 2
    letters = {**projected.letters, "g": g, "u": units, "e": chosen, "x": swaps}
    return Built(network, COST if chosen == 1 else TOP, letters)


def _seen_by(groups: Groups, gate: Affine, count: int) -> list[list[Pair]]:
    """Return for each expert the pairs at which it is among the ``count`` with the largest gate forms."""
    seen: list[list[Pair]] = [[] for _ in groups.lines]
    for number, line in enumerate(groups.lines):
        near = range(max(0, number - count), min(len(seen), number + count + 1))
        for pair in line:
            score = {place: gate.weights[place].at((pair[0],)) + gate.bias[place] for place in near}
            for place in sorted(near, key=lambda place: (-score[place], place))[:count]:
                seen[place].append(pair)
    return seen
