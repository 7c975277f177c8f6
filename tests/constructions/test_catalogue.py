"""The catalogue: every entry builds and keeps its promise, and the best one is no worse than any."""

from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from constructions.catalogue import CATALOGUE, FEWEST, build
from constructions.files.data_reader import read_dataset
from constructions.memorizer import Built
from constructions.model.batch import evaluate_many
from constructions.model.cost import MEASURES, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from guide.pages.catalogue_page import page

IRIS = read_dataset(Path(__file__).parents[2] / "examples" / "data" / "iris.csv")

SETS = {
    "iris": IRIS,
    "iris, one-hot": IRIS.one_hot(),
    "one point": Dataset.from_rows([[1]], [[Fraction(1, 2)]]),
    "alternating": Dataset.from_rows([[place] for place in range(16)], [[place % 2] for place in range(16)]),
    "a line": Dataset.from_rows([[place] for place in range(16)], [[3 * place] for place in range(16)]),
    "a checkerboard": Dataset.from_rows(
        list(product(range(4), repeat=2)), [[(a + b) % 2] for a, b in product(range(4), repeat=2)]
    ),
}


LABELS_OF_ONE_NUMBER = {name for name in CATALOGUE if CATALOGUE[name].natural}
TWO_LABELS = {name for name in CATALOGUE if CATALOGUE[name].assumes.startswith("two labels")}
REFUSED = {
    "iris": {"bubeck", "integer-bit-extraction", *TWO_LABELS},
    "iris, one-hot": {"bubeck", *TWO_LABELS, *LABELS_OF_ONE_NUMBER},
    "one point": {*LABELS_OF_ONE_NUMBER},
    "alternating": set[str](),
    "a line": TWO_LABELS,
    "a checkerboard": {"bubeck", "baum", "integer-bit-extraction"},
}
"""Which entries do not take which data: points in special position, labels or points that are no natural numbers."""

TAKEN = [(kind, name) for kind in SETS for name in CATALOGUE if name not in REFUSED[kind]]


@cache
def made(kind: str, name: str) -> tuple[str, Built]:
    """Return what an entry makes of a data set, once for all tests."""
    return build(name, SETS[kind])


@pytest.mark.parametrize("kind", REFUSED)
def test_what_an_entry_does_not_take_it_refuses(kind: str) -> None:
    for name in REFUSED[kind]:
        assert CATALOGUE[name].assumes
        with pytest.raises(BadInput):
            build(name, SETS[kind])


@pytest.mark.parametrize("kind", SETS)
def test_every_entry_memorizes_within_its_promise(kind: str) -> None:
    for name in [name for found, name in TAKEN if found == kind]:
        used, built = made(kind, name)
        assert used == name
        assert tuple(evaluate_many(built.network, SETS[kind].points).outputs) == SETS[kind].labels, name
        worst = structural_worst(built.network)
        assert all(worst.of(measure) <= count(built.promise) for measure, count in MEASURES.items()), name


@pytest.mark.parametrize("kind", SETS)
def test_the_fewest_operations_are_no_more_than_those_of_any_conditional_entry(kind: str) -> None:
    used, built = build(FEWEST, SETS[kind])
    assert CATALOGUE[used].conditional
    best = structural_worst(built.network)
    for name in [name for found, name in TAKEN if found == kind and CATALOGUE[name].conditional]:
        worst = structural_worst(made(kind, name)[1].network)
        assert (best.total, best.comparisons) <= (worst.total, worst.comparisons)
        if name == used:
            assert worst == best


@pytest.mark.parametrize("name", ["", "searchtree", "SEARCH-TREE", "fewest operations", "\n", "x" * 1000])
def test_an_unknown_name_is_refused_and_the_list_pointed_to(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        build(name, IRIS)
    message = str(caught.value)
    assert message.startswith("there is no memorizer ")
    assert message.endswith("; build --list names all")
    assert message.isprintable()
    assert len(message) < 150


@pytest.mark.parametrize(("wrong", "right"), [("searchtree", "search-tree"), ("fewest operations", FEWEST)])
def test_a_slip_of_the_pen_is_answered_with_the_name_it_is_near_to(wrong: str, right: str) -> None:
    with pytest.raises(BadInput, match=f"the nearest is {right!r};"):
        build(wrong, IRIS)


def test_the_page_of_formulas_is_that_of_the_code() -> None:
    shown = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "catalogue.md").read_text(encoding="utf-8")
    assert shown == page()


def test_every_entry_says_what_it_is() -> None:
    for name, entry in CATALOGUE.items():
        assert entry.name == name
        assert all((entry.idea, entry.cost, entry.source))
    assert FEWEST not in CATALOGUE
