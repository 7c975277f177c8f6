"""The memorizers by name: what each one is, what it assumes, where it comes from, and its formulas."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from constructions.conditional import axis_tree as axis, oblique_tree, packed_tree, search_tree as search, weighted_tree
from constructions.memorizer import Built, Memorizer
from constructions.model.cost import structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput, of_kind, one_of
from constructions.unconditional import (
    active_tree,
    baum,
    bit_extraction,
    bubeck,
    interpolation,
    residual,
    sqrt_labels,
    sqrt_operations,
    threshold,
    two_hidden_layers,
    width_two,
    zhang,
)

_KOYUNCU = "Koyuncu 2023, the O(log n) upper bound, rebuilt; theory, Theorem 4"

_CONDITIONAL = (
    Memorizer(
        "search-tree",
        "project once, then binary search over the runs of labels; the cheaper kind of leaves",
        _KOYUNCU,
        search.COST,
        search.search_tree,
    ),
    Memorizer(
        "search-tree-constant",
        "the same with constant leaves: one for each run of equal labels",
        _KOYUNCU,
        search.COST,
        partial(search.search_tree, leaves="constant"),
    ),
    Memorizer(
        "search-tree-affine",
        "the same with affine leaves: a line through two neighbours, or more where they fit",
        _KOYUNCU,
        search.COST,
        partial(search.search_tree, leaves="affine"),
    ),
    Memorizer(
        "axis-tree",
        "gates read single coordinates, no arithmetic at all; a search makes the depth small",
        "decision trees; the search is this project's; theory, Lemma 5",
        axis.COST,
        axis.axis_tree,
        most=20_000,
    ),
    Memorizer(
        "oblique-tree",
        "gates on one projection, leaves affine in all coordinates: p + 1 points in each in general position",
        "derived here; theory, Theorem 20",
        oblique_tree.COST,
        oblique_tree.oblique_tree,
    ),
    Memorizer(
        "weighted-tree",
        "the search tree with the fewest comparisons in the mean, for points with frequencies",
        "Garsia, Wachs 1977 (optimal alphabetic trees); theory, Theorem 22",
        weighted_tree.COST,
        weighted_tree.weighted_tree,
    ),
    Memorizer(
        "packed-tree",
        "a search tree over groups whose leaf is one word, read bit by bit by one shared reader",
        "derived here; theory, Theorem 22a",
        packed_tree.COST,
        packed_tree.packed_tree,
        assumes="labels are natural numbers",
        natural=True,
    ),
)

_UNCONDITIONAL = (
    Memorizer(
        "interpolation",
        "one hidden ReLU layer, piecewise linear through the points",
        "folklore; theory, Theorem 7",
        interpolation.COST,
        interpolation.interpolation,
    ),
    Memorizer(
        "zhang",
        "one hidden ReLU layer without output bias: a triangular system, at most (1 + d) n + p stored numbers",
        "Zhang, Bengio, Hardt, Recht, Vinyals 2017; theory, Theorem 15",
        zhang.COST,
        zhang.zhang,
    ),
    Memorizer(
        "bubeck",
        "four ReLUs for every p points: an affine map on a thin slab around a hyperplane through them",
        "Bubeck, Eldan, Lee, Mikulincer 2020; theory, Theorem 19",
        bubeck.COST,
        bubeck.bubeck,
        assumes="general position: no point in the affine hull of p others",
        most=2_000,
    ),
    Memorizer(
        "baum",
        "step units: two for a slab around a hyperplane through p points of the rarer of two labels",
        "Baum 1988; theory, Theorem 21",
        baum.COST,
        baum.baum,
        assumes="two labels; general position: no point in the affine hull of p others of the rarer label",
        varies="which points have the rarer label depends on the labels",
        most=10_000,
    ),
    Memorizer(
        "threshold",
        "step units: hyperplanes give each point a code, then three layers with integer weights",
        "derived here, after Rajput et al. 2021 and Vershynin 2020; theory, Theorem 23",
        threshold.COST,
        threshold.threshold,
        assumes="labels are natural numbers",
        natural=True,
        varies="the hyperplanes that are needed depend on the labels",
        most=2_000,
    ),
    Memorizer(
        "two-hidden-layers",
        "the first layer makes functions affine on groups of points, the second the kinks inside all groups",
        "Huang 2003; Yun, Sra, Jadbabaie 2019 (about 4 sqrt(n) neurons); theory, Theorem 7a",
        two_hidden_layers.COST,
        two_hidden_layers.two_hidden_layers,
        varies="which of two units a bend uses depends on its sign",
    ),
    Memorizer(
        "three-hidden-layers",
        "two hidden layers memorize the number of the label, a third turns it into the label",
        "after Yun, Sra, Jadbabaie 2019; theory, Theorem 7b",
        two_hidden_layers.HINGED,
        two_hidden_layers.three_hidden_layers,
        varies="the labels' numbers depend on their order",
    ),
    Memorizer(
        "residual",
        "residual blocks: z and the sums pass by, each block adds the kinks of some neighbours",
        "blocks as in Hardt, Ma 2017; what they compute is derived here; theory, Theorem 16",
        residual.COST,
        residual.residual,
    ),
    Memorizer(
        "width-two",
        "deep and narrow: a string of maxima and minima, a layer of two units for each point",
        "width as in Hernandez, Zuazua 2024; construction derived here; theory, Theorem 17",
        width_two.COST,
        width_two.width_two,
        varies="the signs of the units that are read, 1 or -1, depend on the labels",
    ),
    Memorizer(
        "active-tree",
        "a tree of ReLUs of which at most two in a layer are active on any data point",
        "derived here; theory, Theorem 18",
        active_tree.COST,
        active_tree.active_tree,
    ),
    Memorizer(
        "bit-extraction",
        "long words of places and labels, selected by group and read bit by bit; width 8",
        "Vardi, Yehudai, Shamir 2022, with words of this project; theory, Theorem 24",
        bit_extraction.COST,
        bit_extraction.bit_extraction,
        assumes="labels are natural numbers",
        natural=True,
    ),
    Memorizer(
        "bit-extraction-shallow",
        "the same cut into about sqrt(n) nets side by side, which share the part that reads",
        "Vardi, Yehudai, Shamir 2022 (bounded depth); theory, Theorem 24a",
        bit_extraction.SHALLOW,
        bit_extraction.bit_extraction_shallow,
        assumes="labels are natural numbers",
        natural=True,
        most=10_000,
    ),
    Memorizer(
        "integer-bit-extraction",
        "bit extraction on natural numbers that is 0 on every other natural number",
        "after Kim, Moon, Yun 2025, Lemma B.10; theory, Theorem 25",
        bit_extraction.INTEGER,
        bit_extraction.integer_bit_extraction,
        assumes="points on a line and labels are natural numbers",
        natural=True,
    ),
    Memorizer(
        "sqrt-operations",
        "one step unit for each group selects the word of its borders, which is read bit by bit: about sqrt(n) "
        "operations",
        "derived here, after Vardi, Yehudai, Shamir 2022; theory, Theorem 25a",
        sqrt_operations.COST,
        sqrt_operations.sqrt_operations,
        assumes="two labels",
        varies="the borders of the runs depend on the labels",
    ),
    Memorizer(
        "sqrt-operations-relu",
        "the same with ReLU only: words are read by folding",
        "derived here, after Vardi, Yehudai, Shamir 2022; theory, Theorem 25b",
        sqrt_operations.RELU,
        sqrt_operations.sqrt_operations_relu,
        assumes="two labels",
        varies="the borders of the runs depend on the labels",
    ),
    Memorizer(
        "sqrt-operations-labels",
        "the same for more labels: words have the label of the first run of a group, and how it changes",
        "derived here; theory, Theorem 25c",
        sqrt_labels.COST,
        sqrt_labels.sqrt_operations_labels,
        assumes="labels are natural numbers",
        natural=True,
        varies="the borders of the runs depend on the labels",
    ),
)

CATALOGUE: dict[str, Memorizer] = {
    entry.name: entry for entry in (*_CONDITIONAL, *[replace(entry, conditional=False) for entry in _UNCONDITIONAL])
}
"""Every memorizer under its name."""

FEWEST = "fewest-operations"
"""The name that asks for the conditional memorizer with the fewest operations in the worst case."""


def build(name: str, dataset: Dataset, numbers: Mapping[str, int] | None = None) -> tuple[str, Built]:
    """Return the name of the memorizer used, and what it built.

    ``fewest-operations`` builds all conditional ones whose assumptions hold and takes the one with the smallest
    structural worst case, of equals the one with fewer comparisons, then the first.

    Args:
        numbers: values of the memorizer's ``options``, such as the size of a group; what is not named it chooses.

    Raises:
        BadInput: if there is no memorizer of that name, an assumption of it fails, or it takes no such number.

    >>> data = Dataset.from_rows([[0, 5], [1, 7], [2, 6]], [[0], [1], [0]])
    >>> name, built = build("fewest-operations", data)
    >>> name, built.promise.total
    ('search-tree', 1)
    """
    of_kind(str, "the name of a memorizer", name=name)
    of_kind(Dataset, "a Dataset", dataset=dataset)
    check_options(name, numbers or {})
    if name == FEWEST:
        results = []
        for entry in CATALOGUE.values():
            if entry.conditional:
                with suppress(BadInput):  # the search tree takes any data
                    results.append((entry.name, entry.build(dataset)))
        return min(results, key=lambda result: _rank(result[1]))
    return name, named(name).build_with(dataset, numbers or {})


def check_options(name: str, numbers: Iterable[str]) -> None:
    """Refuse a name that is no memorizer, and numbers to set that it does not take.

    >>> check_options(FEWEST, ["group"])
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: fewest-operations builds several memorizers: a number is set for one of them
    """
    if name != FEWEST:
        named(name).check_options(numbers)
    elif list(numbers):
        raise BadInput(f"{FEWEST} builds several memorizers: a number is set for one of them")


def named(name: str) -> Memorizer:
    """Return the memorizer of this name; raises ``BadInput`` if there is none.

    >>> named("zhang").conditional
    False
    >>> named("zhan")
    Traceback (most recent call last):
        ...
    constructions.model.errors.BadInput: there is no memorizer 'zhan'; the nearest is 'zhang'; build --list names all
    """
    known = everything()
    if one_of("memorizer", name, [*known, FEWEST], "build --list names all") == FEWEST:
        raise BadInput(f"{FEWEST} is not one memorizer: it builds several and takes the best")
    return known[name]


def everything() -> dict[str, Memorizer]:
    """Return the catalogue and the families of conditional computation behind it, by name.

    >>> [everything()[name].source[:4] for name in ("zhang", "halting")]
    ['Zhan', 'Grav']
    """
    from constructions.families.registry import FAMILIES  # its entries are of this module's type

    return {**CATALOGUE, **FAMILIES}


def _rank(built: Built) -> tuple[int, int]:
    worst = structural_worst(built.network)
    return worst.total, worst.comparisons
