"""Formulas of the memorizers' table, of the theory and of docstrings, each evaluated against networks."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, partial
from itertools import combinations_with_replacement, product
from math import comb

import pytest
from processes import ROOT
from prose import FIGURES_OF, Phrase, docstrings, phrases, theorems, value
from samples import generic, on_a_grid

from constructions.catalogue import CATALOGUE, FEWEST, everything
from constructions.conditional.packed_tree import packed_tree
from constructions.memorizer import Memorizer
from constructions.model.batch import evaluate_many
from constructions.model.cost import size_of, structural_worst
from constructions.model.dataset import Dataset
from guide.drawing.plot import random_line
from guide.pages.theorem_list import chapters
from lowerbound.bounds.price import Price, price_of

pytestmark = pytest.mark.xdist_group("prose")  # one process builds each network once
PAGE = (ROOT / "docs" / "how-to" / "memorize.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHAPTERS = chapters()
THEORY = " ".join("\n".join(CHAPTERS.values()).split())
ROWS = re.findall(r"^\| `([a-z-]+)` \| ([^|]*) \| ([^|]*) \|$", PAGE, re.MULTILINE)
BUILDERS = [
    path
    for part in ("conditional", "unconditional", "families")
    for path in (ROOT / "constructions" / part).rglob("*.py")
]

LINES = {"1,000 on a line": 1_000, "2,000 on a line": 2_000, "10,000 on a line": 10_000}
CASES = ("1,000 on a line", "200 on a grid")
WHERE = pytest.mark.parametrize(
    "where",
    [
        pytest.param(CASES, id="up to 1,000 points"),
        pytest.param((*CASES, "2,000 on a line", "10,000 on a line"), id="up to 10,000 points", marks=pytest.mark.slow),
    ],
)
SLABS = ("bubeck", "baum", "threshold")
FEW_LABELS = ("early-exit", "class-mean-exit")
LEAVES_OUT = ("two-hidden-layers", "three-hidden-layers", "threshold")


@cache
def case(name: str, which: str) -> tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]] | None:
    """Return figures measured, letters, and figures promised, of a memorizer on generic data; None if it takes long."""
    entry = everything()[name]
    n = LINES.get(which, 200)
    if n > entry.most or (name in SLABS and n != 1_000):
        return None
    source = random.Random(n)
    data = generic(n, 1) if which in LINES else on_a_grid(n)
    if name in SLABS:
        points = [[source.randint(-(10**4), 10**4) for _ in range(10)] for _ in range(n)]
        data = Dataset.from_rows(points, data.labels)
    if name == "integer-bit-extraction" or (entry.natural and which in LINES and name not in SLABS):
        data = Dataset.from_rows([[place] for place in sorted(source.sample(range(8 * n), n))], data.labels)
    data = Dataset(data.points, tuple(_labels(entry, data, which, source)), data.counts)
    built = entry.build(data)
    size, worst = size_of(built.network), structural_worst(built.network)
    figures = {figure: getattr(size if hasattr(size, figure) else worst, figure) for figure in FIGURES_OF.values()}
    letters = {"C": len(set(data.labels)), **built.values}
    letters |= (
        {"M": 1 + (letters["q"] - 1) * letters["r"] + letters["q"] * letters["c"]}
        if {"r", "c"} <= letters.keys()
        else {}
    )
    promised = {figure: built.figure(figure) for figure in FIGURES_OF.values() if figure != "total"}
    return figures, letters, {**promised, "total": built.promise.total}


def _labels(entry: Memorizer, data: Dataset, which: str, source: random.Random) -> Iterator[tuple[Fraction, ...]]:
    classes = [Fraction(22, 7), Fraction(113, 9), Fraction(71, 3)]
    for label in data.labels:
        if entry.natural:
            yield (Fraction(source.randint(0, 1)),)
        elif entry.assumes.startswith("two labels"):
            yield (source.choice(classes[:2]),)
        elif entry.name in FEW_LABELS:
            yield (source.choice(classes),)
        elif which in LINES:
            yield label
        else:
            yield (*label, label[0] + source.randint(1, 10**6) * classes[0])


def cases(
    name: str, where: Iterable[str]
) -> Iterator[tuple[str, Mapping[str, int], Mapping[str, int], Mapping[str, int]]]:
    for which in where:
        found = case(name, which)
        if found is not None:
            yield which, *found


# ---- the table of memorizers: the last column, all operations together ----------------------------------------------


@WHERE
@pytest.mark.parametrize(("name", "formula"), [(name, cell.strip()) for name, _, cell in ROWS if name in everything()])
def test_the_operations_in_the_table_of_memorizers_are_those_of_networks(
    name: str, formula: str, where: tuple[str, ...]
) -> None:
    for which, measured, letters, promised in cases(name, where):
        stated = value(formula, letters)
        assert measured["total"] <= stated <= 1.05 * promised["total"], (which, stated)
        if which in LINES and name not in LEAVES_OUT:
            assert stated <= 1.05 * measured["total"], (which, stated)


def test_every_memorizer_has_a_row_in_the_table_and_every_row_a_memorizer() -> None:
    assert {name for name, _, _ in ROWS} == {*CATALOGUE, FEWEST}


# ---- prose --------------------------------------------------------------------------------------------------------


def places_of_prose() -> Iterator[tuple[str, str]]:
    """Yield every text that may have formulas of networks, and the name of its place."""
    for name, chapter in CHAPTERS.items():
        yield from theorems(name, chapter)
    for name, idea, _ in ROWS:
        yield f"memorize, {name}", idea + "."
    for place, text in (("README", README), ("memorize", PAGE)):
        yield place, re.sub(r"```.*?```|^\|.*?$|\]\([^)]*\)|\[docs/[^\]]*", "", text, flags=re.DOTALL | re.MULTILINE)
    yield "limitations", (ROOT / "docs" / "explanation" / "limitations.md").read_text(encoding="utf-8")
    for path in sorted(BUILDERS):
        yield path.name, docstrings(path)
    for name, entry in everything().items():
        yield name, f"{entry.idea}. {entry.source}."


PHRASES: list[Phrase] = list({phrase: None for place, text in places_of_prose() for phrase in phrases(place, text)})


def module_of(entry: Memorizer) -> str:
    build = entry.build.func if isinstance(entry.build, partial) else entry.build
    return f"{build.__module__.rsplit('.', 1)[-1]}.py"


def memorizers_of(phrase: Phrase) -> list[str]:
    """Return the memorizers that a phrase is about: those named for it, of its theorem, its module or its row."""
    if phrase.key in ABOUT:
        return ABOUT[phrase.key].split()
    place = phrase.place.removeprefix("memorize, ")
    return [
        name
        for name, entry in everything().items()
        if place in (name, module_of(entry)) or re.search(rf"{re.escape(place)}(?!\w)", entry.source)
    ]


ABOUT = {
    "Theorem 4: d additions": "search-tree-affine",
    "Theorem 4: d multiplications": "search-tree-affine",
    "Theorem 4: ceil(log ceil(n/2)) comparisons": "search-tree-affine",
    "Theorem 7a: 4 sqrt(m) neurons": "two-hidden-layers",
    "Theorem 85: g - 1 + v comparisons": "mixture",
    "Theorem 85: 2 sqrt(n) comparisons": "mixture",
    "chapter coq: log2_up(n) operations": "search-tree-constant",
    "chapter coq: log2_up(K) comparisons": "search-tree-affine",
    "chapter coq: log2_up(ceil(n/2)) comparisons": "search-tree-affine",
    "chapter coq: 2 p + log2_up(ceil(n/2)) + 2 d operations": "search-tree-affine",
    "README: 2 (p - 1) + ceil(log2 n) operations": "search-tree-constant",
    "memorize: 8n operations": "two-hidden-layers",
    "memorize: 6n operations": "two-hidden-layers",
    "limitations: (2 + 2d)(n - 1) operations": "interpolation",
    "two_hidden_layers.py: 4 sqrt(n d) neurons": "two-hidden-layers",
    "two_hidden_layers.py: 2g - 1 + d (2q - 3) neurons": "two-hidden-layers",
    "two_hidden_layers.py: 2g - 1 + 2q - 3 + C - 1 neurons": "three-hidden-layers",
    "sqrt_operations.py: w + k + t + 2d + 4g + 4f + 4 (q - 1)(r + 1) - 4r - 5 operations": "sqrt-operations",
    "sqrt_operations.py: w + k + t + 2d + 5g + min(g - 1, 1) + 4f + (q - 1)(4r + 10) - 4r - 5 operations": (
        "sqrt-operations-relu"
    ),
    "sqrt_operations.py: 8 sqrt(R (r + 1)) operations": "sqrt-operations",
    "sqrt_operations.py: 4 sqrt(5 R (r + 5/2)) operations": "sqrt-operations-relu",
    "bit_extraction.py: 4g + 2 (c q + r (q - 1)) + 3r + w + 17 numbers": "bit-extraction",
}
"""Of which memorizers a phrase speaks, where its place has several, or none."""

ON_A_LINE = {"chapter coq: log2_up(n) operations"}

BY_FORMULA = {"memorize: 8n operations", "Theorem 7a: 8n operations"}
"""What the text calls a value of the formula, not of networks on random labels."""

ALIASES = {
    "Theorem 7": {"U": "m"},
    "Theorem 7a": {"m": "n"},
    "Theorem 85": {"v": "u"},
    "Theorem 92": {"v": "u", "D": "l"},
}
"""Letters that a proof has of its own."""

SCALING = {"Theorem 22a": 2, "Theorem 24": 2}
"""Operations of the scaling, where a theorem leaves them out."""

ANY_NETWORK = {
    *("chapter price", "chapter coq", "chapter generic-labels", "chapter boxes-reals-bits"),
    *(f"Theorem {number}" for number in (1, 9, 26, "26a", 27, 29, 31, 33, "33a", "33b", 34, *range(36, 44))),
    *(f"Theorem {number}" for number in (50, 51, "53a", 60, 72)),
}
"""Theorems about networks, trees and programs of any kind, whose letters T, c, t, P are given numbers of theirs.

Chapter coq says theorems once more, as Coq proves them: its figures are held by the proofs.
"""

REASONS = {
    "a part of the network": """
        Theorem 22a: g - 1 gates
        Theorem 7: U weights | Theorem 7a: d (2q - 3) ReLUs | Theorem 7a: 2g - 1 weights | Theorem 7b: C - 1 ReLUs
        Theorem 7b: 2g - 1 additions | Theorem 7b: 2g - 1 weights | Theorem 7b: (2g - 1)(2q - 3) additions
        Theorem 7b: 2q - 3 comparisons | Theorem 7b: 2q - 3 additions | Theorem 7b: C - 2 additions
        Theorem 7b: C - 1 comparisons | Theorem 7b: d (C - 1) additions | Theorem 15: p numbers | Theorem 16: q units
        Theorem 16: d (q - 1) additions | Theorem 23: c q units | Theorem 24: 3r + 5 numbers
        chapter families: b units | chapter families: b comparisons | chapter families: (1 + d) b additions
        chapter families: d b multiplications | Theorem 81: ceil(log_b K) levels | Theorem 81: l levels
        Theorem 81: b - 1 comparisons | Theorem 81: b - 1 additions | Theorem 83: ceil(log K) comparisons
        Theorem 86: 2 q + 2 units | Theorem 86: 4 q weights | Theorem 87: 2 q + 2 units | Theorem 89: q + 2 units
        Theorem 90: g - 1 units | Theorem 92: v units | memorize, width-two: 1 + d ReLUs | limitations: m ReLUs
        oblique_tree.py: p multiplications | oblique_tree.py: p additions | search_tree.py: 2d operations
        binned_tree.py: D comparisons | binned_tree.py: ceil(log2 K) comparisons | channels.py: u units
        channels.py: s weights | class_mean.py: u units | dropout.py: s weights | early_exit.py: u units
        fast_feedforward.py: l levels | fast_feedforward.py: u units | forest.py: d multiplications
        mixture.py: u units | routed_tree.py: ceil(log_b K) levels | routed_tree.py: b comparisons
        sign_prediction.py: d + 1 units | two_hidden_layers.py: 2g - 1 units | two_hidden_layers.py: C - 1 units
        width_two.py: 1 + d ReLUs | Theorem 25a: 4 f - 1 operations | Theorem 25a: 4 r - 1 operations
        Theorem 25a: 4 r + 4 operations | Theorem 25b: 4 (r + 1) operations | memorize: t operations
        Theorem 25c: 4 (g - 1) + 1 operations | Theorem 25c: 4 c + 1 operations | Theorem 25c: 4 r + 2 operations
        Theorem 25c: 4 c + 5 operations | Theorem 25c: 4 ceil(log q) - 1 operations""",
    "the projection": """
        Theorem 4: k - 1 additions | Theorem 4: w multiplications | chapter unconditional: k - 1 additions
        chapter unconditional: w multiplications | chapter families: w + k - 1 operations
        search_tree.py: w + k - 1 operations""",
    "an order of growth, without a constant": """
        Theorem 4: O(log n) operations | search_tree.py: O(log n) operations | chapter search-trees: log n comparisons
        chapter index: log n comparisons | chapter index: sqrt(n) operations
        chapter sqrt-operations: sqrt(n) operations
        Theorem 25c: sqrt(n) operations | Theorem 25c: sqrt(n) neurons | sqrt_operations.py: sqrt(n) operations
        sqrt_labels.py: sqrt(n) operations | sqrt-operations: sqrt(n) operations""",
    "what another paper has": """
        Theorem 7b: 4 C units | Theorem 24: (n) parameters | Theorem 24a: sqrt(m n) numbers
        two_hidden_layers.py: 4 sqrt(n) neurons | bit_extraction.py: sqrt(n) parameters | threshold.py: sqrt(n) units
        zhang.py: 2n + p weights | baum.py: n/p units | bubeck.py: 4 ceil(n/p) ReLUs
        two-hidden-layers: 4 sqrt(n) neurons""",
    "a rule, built and counted in test_family_rules.py": """
        Theorem 80: m - 1 comparisons | Theorem 80: m (m - 1)/2 gates
        Theorem 80: r (m - 1) - r (r - 1)/2 comparisons | Theorem 80: ceil(log m) comparisons
        Theorem 80: ceil(3 m/2) - 2 comparisons | selection.py: m - 1 additions | selection.py: m - 1 comparisons
        selection.py: m (m - 1) / 2 gates | selection.py: r (m - 1) - r (r - 1) / 2 comparisons
        selection.py: ceil(log2 m) comparisons | selection.py: m - 1 gates""",
    "a forest that was read, counted in tests/exchange": """
        chapter models: T - 1 additions""",
    "what synthesis makes, counted in tests/synthesis": """
        Proposition 52: k comparisons | Proposition 52: k + 2 operations
        Theorem 53: 7 k + 3 operations | chapter coq: log2_up(m + 1) comparisons""",
    "on data, not by structure; the tests below count it": """
        Theorem 90: 2 g - 1 + (q - 1) comparisons | Theorem 24: 4n numbers""",
    "an option of the packed tree, built and counted in test_digit_reader.py": """
        Theorem 22b: g + L + 2^(c + 1) + c + 7 numbers | Theorem 22b: g + L numbers | Theorem 22b: c - 1 numbers
        Theorem 22b: 2 L + (b - 1)(c + 4) + ceil(log c) + 3 c - 2 operations | Theorem 22b: 2 L operations
        Theorem 22b: c gates | Theorem 22b: c + 4 operations | Theorem 22b: 2^c - 1 numbers
        Theorem 22b: 2^(c + 1) numbers | Theorem 22b: ceil(log c) gates | digit_reader.py: c gates
        packed_tree.py: n/q numbers""",
    "what an equation has; a test below counts it": """
        Theorem 31a: C(p + 1 + 2^c, 2^c) numbers""",
    "a hidden layer, counted in tests/lowerbound": """
        Theorem 33c: k + 1 units | Theorem 33d: k units""",
    "another choice of the width than the catalogue's": """
        Theorem 92: D + v - 1 levels""",
}
EXPLAINED = {key.strip(): reason for reason, keys in REASONS.items() for key in re.split(r"\||\n", keys) if key.strip()}
"""Formulas that are no figure of a whole network of the catalogue, and what they are instead."""


def beside(phrase: Phrase, letters: Mapping[str, int]) -> int:
    """Return what a theorem leaves out of a figure: the projection, and a scaling."""
    if not phrase.place.startswith(("Theorem", "limitations")):
        return 0
    additions, multiplications = letters.get("k", 1) - 1, letters.get("w", 0)
    return {
        "total": additions + multiplications + SCALING.get(phrase.place, 0),
        "additions": additions,
        "multiplications": multiplications,
        "parameters": multiplications,
    }.get(FIGURES_OF[phrase.unit], 0)


CHECKED = [phrase for phrase in PHRASES if phrase.key not in EXPLAINED and phrase.place not in ANY_NETWORK]


@WHERE
@pytest.mark.parametrize("phrase", CHECKED, ids=lambda phrase: f"{phrase.key}, {phrase.relation}")
def test_a_formula_in_prose_is_what_networks_cost(phrase: Phrase, where: tuple[str, ...]) -> None:
    names = memorizers_of(phrase)
    assert names, f"no network is known for {phrase.key!r}; name one in ABOUT, or say in EXPLAINED what it is"
    figure = FIGURES_OF[phrase.unit]
    for name in names:
        for which, measured, letters, promised in cases(name, where):
            if which not in LINES and phrase.key in ON_A_LINE:
                continue
            own = {alias: letters[letter] for alias, letter in ALIASES.get(phrase.place, {}).items()}
            stated = value(phrase.formula, {**letters, **own})
            by_formula = phrase.key in BY_FORMULA or (phrase.relation == "=" and name in LEAVES_OUT)
            found = (promised if by_formula else measured)[figure] - beside(phrase, letters)
            if phrase.relation != "about":
                assert measured[figure] - beside(phrase, letters) <= stated, (name, which)
            if phrase.relation != "at most" and which in LINES:
                assert abs(found - stated) <= stated / 20, (name, which, found, stated)


def test_what_is_explained_stands_somewhere() -> None:
    keys = {phrase.key for phrase in PHRASES}
    assert {*EXPLAINED, *ABOUT} <= keys
    assert keys >= BY_FORMULA
    assert not EXPLAINED.keys() & ABOUT.keys()
    assert {phrase.place for phrase in PHRASES} >= set(ANY_NETWORK)


# ---- sentences that need data, or a choice, of their own ---------------------------------------------------------


def test_an_equation_of_powers_has_as_many_numbers_as_there_are_products() -> None:
    assert "The equation has C(p + 1 + 2^c, 2^c) numbers" in THEORY
    for p, c in product(range(1, 5), range(3)):
        products = combinations_with_replacement(range(p + 2), 2**c)
        assert len(list(products)) == comb(p + 1 + 2**c, 2**c)


def test_a_policy_lets_one_block_run_on_any_point() -> None:
    data = generic(200, 1)
    built = everything()["dropout"].build(data)
    assert "2 g - 1 + (q - 1) comparisons at most, q = ceil(n/g)" in THEORY
    stated = value("2 g - 1 + (q - 1)", {**built.values, "q": -(-200 // built.values["g"])})
    assert evaluate_many(built.network, data.points).worst("comparisons") <= stated


def test_points_that_are_very_close_leave_nothing_to_save() -> None:
    n = 200
    points = [[Fraction(0)], *[[Fraction(1, 2**place)] for place in range(n - 1)]]
    built = everything()["bit-extraction"].build(Dataset.from_rows(points, [[place % 2] for place in range(n)]))
    assert "q = 1 is best, with 4n numbers to first order" in THEORY
    assert built.values["q"] == 1
    assert abs(size_of(built.network).parameters - 4 * n) <= 4 * n / 20


@pytest.mark.slow
def test_stored_numbers_times_operations_of_the_packed_tree_are_as_the_text_says() -> None:
    assert "So P T is (3 B + o(1)) n as long as" in THEORY
    assert "within 5 percent of 3 B n for q = 14, and more than 5 times that for q = n (measured)" in THEORY
    found = case("packed-tree", "10,000 on a line")
    assert found is not None
    measured, letters, _ = found
    assert (letters["q"], letters["c"]) == (14, 1)
    rate = 3 * (5 * (letters["r"] + letters["c"]) + 2) * letters["n"]
    assert abs(measured["parameters"] * measured["total"] - rate) <= rate / 20
    source = random.Random(10_000)
    places = [[place] for place in sorted(source.sample(range(80_000), 10_000))]
    whole = packed_tree(Dataset.from_rows(places, [[source.randint(0, 1)] for _ in places]), 10_000)
    assert size_of(whole.network).parameters * structural_worst(whole.network).total > 5 * rate


def test_the_number_of_a_label_is_summed_once() -> None:
    data = generic(1024, 1)
    built = everything()["three-hidden-layers"].build(data)
    assert built.values["C"] == 1024
    assert structural_worst(built.network).total <= built.promise.total == 8 * 32 * 31 + 2 * 1024 - 5 + 2 * 1023


def test_random_labels_0_and_1_leave_out_more_weights_than_labels_that_do_not_repeat() -> None:
    for text, said in ((THEORY, "on random labels 0 and 1 it is 25/64, and about 4.9 n remain"), (PAGE, "about 4.9n")):
        assert said in text
    network = CATALOGUE["two-hidden-layers"].build(random_line(1_000, 1_000)).network
    assert abs(structural_worst(network).total - 4_900) <= 4_900 / 20


def test_bit_extraction_takes_as_many_operations_as_the_page_of_measurements_says() -> None:
    table = (ROOT / "docs" / "benchmarks" / "sqrt-operations.md").read_text(encoding="utf-8")
    found = [float(over) for over in re.findall(r"\| bit-extraction \|.*?s \| [0-9,]+ \| ([0-9.]+) \|", table)]
    assert len(found) == 9
    assert f"Bit extraction (Theorem 24) makes {min(found):.0f} to {max(found):.0f} times sqrt(n)" in THEORY


def test_a_search_tree_on_a_line_pays_what_the_chapter_on_the_price_says() -> None:
    assert "on a line with constant leaves P is 2n - 1 and T is ceil(log n)" in THEORY
    for n in (33, 1000):
        price = price_of(everything()["search-tree-constant"], generic(n, 1))
        assert isinstance(price, Price)
        assert (price.parameters, price.operations) == (2 * n - 1, value("ceil(log n)", {"n": n}))


def test_a_wrong_formula_is_seen() -> None:
    letters = {"n": 1000, "d": 2, "q": 32, "g": 32, "r": 3}
    assert value("8n + 2d n", letters) == 12_000
    assert value("d (2q - 3)", letters) == 122
    assert value("ceil(log ceil(n/2)) + ceil(log_r n)", letters) == 9 + 7
    assert value("2^r n/(q + 8)", letters) == 200
    assert [
        (phrase.formula, phrase.unit, phrase.relation)
        for phrase in phrases("", "it makes about 2n + 6 d n/p steps, at most d (2q - 3) ReLUs and 4g units")
    ] == [("d (2q - 3)", "ReLUs", "at most"), ("4g", "units", "at most")]
    for wrong in ("2n +", "n)", "n $ 2", "nq foo"):
        with pytest.raises((KeyError, ValueError)):
            value(wrong, letters)
