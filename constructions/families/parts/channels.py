"""Channel skipping: only the channels with the largest saliencies are computed (Gao et al. 2019)."""

from collections.abc import Sequence as Items
from math import isqrt

from constructions.families.broken_line import Groups, bump, rising
from constructions.families.selection import top
from constructions.geometry.projection import project
from constructions.memorizer import Built, Cost, single_label
from constructions.model.dataset import Dataset
from constructions.model.network import Network

COST = Cost(
    neurons="g*u",
    gates="x + g - 1",
    parameters="w + 4*(g - 1) + g*(u + d*u + d)",
    comparisons="x + e*(ceiling(log(g, 2)) + u)",
    additions="k - 1 + g - 1 + x + e*(u + d*u) + d*(e - 1)",
    multiplications="w + g - 1 + e*d*u",
    depth="x + ceiling(log(g, 2)) + 1",
    bounds={"g": "n", "u": "q + 2", "q": "n", "e": "2", "x": "2*n - 3", "k": "p", "w": "p"},
)
"""e of g channels of at most u units are computed, found by x exchanges."""


def channels(saliency: Network, blocks: Items[Network], count: int) -> Network:
    """Return x -> the sum of blocks[j](x) over the ``count`` largest saliency_j(x), of equal ones the first.

    A block is a channel with its column of the next layer's weights, so a channel that is not computed counts as 0.
    The original multiplies each channel by its saliency, a product of two functions of x; here the mask alone, 0 or 1,
    is kept. The channels chosen are the same (but for ties), and both coincide where the chosen saliencies are 1.

    Raises:
        ValueError: if widths do not fit, or ``count`` is not one of 1, ..., the number of blocks.

    Source: Gao, Zhao, Dudziak, Mullins, Xu 2019, *Dynamic channel pruning: feature boosting and suppression*;
    theory, Theorem 89.
    """
    return top(saliency, blocks, count)


def channel_memorizer(dataset: Dataset, number: int | None = None) -> Built:
    """Return channels of which the two most salient are computed that memorize ``dataset``.

    The points on z = u . x are cut into g groups. Channel j is the broken line through the points of group j that is 0
    at the last point before it and the first behind it, and beyond: all channels together are the broken line through
    all points. The saliencies rise by (z - middle) / width of the gap from one to the next; with these steps the two
    most salient channels at any z, data or not, are among those that are not 0 there, or all the others are 0. So the
    network equals the one that computes all channels, on every input.

    Args:
        dataset: the data; labels of any width.
        number: g, at least 1, at most as many as points; about sqrt n if it is None.

    Raises:
        ValueError: if ``number`` is less than 1.

    Source: rule as in Gao et al. 2019, construction derived here; theory, Theorem 89.

    >>> built = channel_memorizer(Dataset.from_rows([[i] for i in range(16)], [[i * i] for i in range(16)]))
    >>> built.values["g"], built.values["u"], built.promise.comparisons
    (4, 6, 21)
    """
    projected = project(dataset)
    if projected.single is not None:
        return single_label(projected.single, dataset)
    groups = Groups.of(projected, number if number is not None else isqrt(len(projected.line) - 1) + 1)
    gaps, g = groups.gaps, len(groups.lines)
    blocks = [
        bump(gaps[place - 1][0] if place else None, line, gaps[place][1] if place < g - 1 else None)
        for place, line in enumerate(groups.lines)
    ]
    saliency = rising(groups.thresholds, [1 / (first - last) for last, first in gaps])
    chosen = min(2, g)
    few = min(chosen, g - chosen)
    letters = {
        **projected.letters,
        "g": g,
        "q": groups.most,
        "e": chosen,
        "x": few * (g - 1) - few * (few - 1) // 2,
        "u": max([block.units for block in blocks]),
    }
    return Built(projected.then(channels(saliency, [block.network() for block in blocks], chosen)), COST, letters)
