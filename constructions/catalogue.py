"""The memorizers by name: what each one is, where it comes from, and the cost that its formula promises."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from constructions.conditional.axis_tree import axis_tree
from constructions.conditional.search_tree import search_tree
from constructions.cost import structural_worst
from constructions.dataset import Dataset
from constructions.errors import BadInput, shown
from constructions.memorizer import Built
from constructions.unconditional.interpolation import interpolation
from constructions.unconditional.two_hidden_layers import two_hidden_layers


@dataclass(frozen=True, slots=True)
class Memorizer:
    """A construction that memorizes any data set.

    Attributes:
        name: the name under which ``memocert build`` knows it.
        conditional: whether gates choose which part of the network runs.
        idea: what it is, in a few words.
        cost: the promised operations per input, as a formula.
        source: where the idea comes from.
        build: from a data set to the network and its promise.
    """

    name: str
    conditional: bool
    idea: str
    cost: str
    source: str
    build: Callable[[Dataset], Built]


SYMBOLS = "n: points; k: non-zero weights of the projection, w: those not +-1; d: outputs"
"""What the letters in the cost formulas stand for."""

CATALOGUE: dict[str, Memorizer] = {
    entry.name: entry
    for entry in (
        Memorizer(
            "search-tree",
            True,
            "project once, then binary search over the runs of labels; the cheaper kind of leaves",
            "the smaller of the two below",
            "Koyuncu 2023, the O(log n) upper bound, rebuilt",
            search_tree,
        ),
        Memorizer(
            "search-tree-constant",
            True,
            "the same with constant leaves: one for each run of equal labels",
            "w + k - 1 + ceil(log2 runs), runs <= n",
            "Koyuncu 2023, the O(log n) upper bound, rebuilt",
            partial(search_tree, leaves="constant"),
        ),
        Memorizer(
            "search-tree-affine",
            True,
            "the same with affine leaves: a line through two neighbours, or more where they fit",
            "w + k - 1 + 2d + ceil(log2 pieces), pieces <= ceil(n/2)",
            "Koyuncu 2023, the O(log n) upper bound, rebuilt",
            partial(search_tree, leaves="affine"),
        ),
        Memorizer(
            "axis-tree",
            True,
            "gates read single coordinates, no arithmetic at all; a search makes the depth small",
            "depth comparisons",
            "decision trees; the search is this project's",
            axis_tree,
        ),
        Memorizer(
            "interpolation",
            False,
            "one hidden ReLU layer, piecewise linear through the points",
            "w + k - 1 + (2 + 2d) units, units <= n - 1",
            "folklore",
            interpolation,
        ),
        Memorizer(
            "two-hidden-layers",
            False,
            "the first layer makes functions affine on groups of points, the second the kinks inside all groups",
            "w + k - 1 + f + (2f + 2) s, f = 2 ceil(n/q) - 1, s = d (2q - 3), q chosen for the least f + s neurons",
            "Huang 2003; Yun, Sra, Jadbabaie 2019",
            two_hidden_layers,
        ),
    )
}
"""Every memorizer under its name."""

FEWEST = "fewest-operations"
"""The name that asks for the conditional memorizer with the fewest operations in the worst case."""


def build(name: str, dataset: Dataset) -> tuple[str, Built]:
    """Return the name of the memorizer used, and what it built.

    ``fewest-operations`` builds all conditional ones and takes the one with the smallest structural worst case, of
    equals the one with fewer comparisons, then the first.

    Raises:
        BadInput: if there is no memorizer of that name.

    >>> data = Dataset.from_rows([[0, 5], [1, 7], [2, 6]], [[0], [1], [0]])
    >>> name, built = build("fewest-operations", data)
    >>> name, built.promise.total
    ('search-tree', 1)
    """
    if name == FEWEST:
        results = [(entry.name, entry.build(dataset)) for entry in CATALOGUE.values() if entry.conditional]
        return min(results, key=lambda result: _rank(result[1]))
    if name not in CATALOGUE:
        raise BadInput(f"there is no memorizer {shown(name)}; there are {', '.join(CATALOGUE)} and {FEWEST}")
    return name, CATALOGUE[name].build(dataset)


def _rank(built: Built) -> tuple[int, int]:
    worst = structural_worst(built.network)
    return worst.total, worst.comparisons
