"""Constructions on symbols: numbers, shapes, proofs for every data set, and thirty mistakes that are all found."""

import copy
import json
import pickle
import random
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial, total_ordering
from operator import add, eq, ge, gt, le, lt, mul, ne, sub, truediv
from pathlib import Path
from typing import Any, cast

import pytest
import sympy
from commands import ROOT, command, invoked
from hypothesis import given, strategies as st
from processes import PATIENCE
from wrong_constructions import WRONG, tree

from constructions.catalogue import CATALOGUE
from constructions.conditional.search_tree import search_tree
from constructions.files.canonical import network_bytes
from constructions.memorizer import Built
from constructions.model.cost import gate_cost, own_cost, structural_worst
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import Affine, Branch, Form, Network, constant
from constructions.model.numbers.symbolic_numbers import Condition, Field, ShapeDepends, Term
from constructions.unconditional.interpolation import interpolation
from verify.check.bundle import check_bundle
from verify.check.verdict import ACCEPTED
from verify.lanes import Options
from verify.solvers.cvc5_backend import replay
from verify.solvers.z3_backend import Session
from verify.symbolic import reach
from verify.symbolic.costs import most_of_shape
from verify.symbolic.every import ProofLimits, memorizes_every
from verify.symbolic.induction import THEOREMS, Obligation
from verify.symbolic.outcome_text import outcome_text
from verify.symbolic.recurrences import RECURRENCES, Recurrence
from verify.symbolic.samples import beside, sample_data
from verify.symbolic.shapes import Every, shapes_of
from verify.symbolic.testing import assert_memorizes_every


def yes(_: Condition) -> bool:
    return True


def no(_: Condition) -> bool:
    return False


def test_terms_are_the_rational_functions_of_sympy() -> None:
    source = random.Random(3)
    for _ in range(60):
        field = Field(no)
        names = ["a", "b", "c"]
        pairs: list[tuple[Any, Any]] = [(field.variable(name), sympy.Symbol(name)) for name in names]
        pairs += [(Fraction(k), sympy.Rational(k)) for k in (-2, 1, 3)]
        for _ in range(8):
            (one, first), (two, second) = source.sample(pairs, 2)
            operation = source.choice([add, sub, mul, truediv])
            if operation is not truediv or isinstance(two, Term):
                pairs.append((operation(one, two), operation(first, second)))
        values = {name: Fraction(source.randint(2, 99), source.randint(1, 9)) for name in names}
        try:
            atoms = field.values(values)
        except ZeroDivisionError:
            continue
        for term, formula in pairs:
            found = term.at(atoms) if isinstance(term, Term) else term
            wanted = sympy.sympify(formula).subs({name: sympy.Rational(value) for name, value in values.items()})
            assert sympy.Rational(found) == wanted


def test_equal_polynomials_are_one_number_and_their_difference_is_a_plain_zero() -> None:
    field = Field(no)
    a, b = field.variable("a"), field.variable("b")
    assert type((a + b) * (a - b) - (a * a - b * b)) is Fraction
    assert (2 * a) / (4 * a) == Fraction(1, 2)
    assert a / b - a / b == 0
    assert len(field.atoms) == 3


@pytest.mark.parametrize("ask", [int, round, hash, lambda term: {term}, lambda term: term % 2, lambda term: term**-1])
def test_what_has_no_answer_on_symbols_is_refused(ask: Callable[[Term], object]) -> None:
    with pytest.raises(ShapeDepends):
        ask(Field(yes).variable("a"))


def swallowed(ask: Callable[[Fraction], Any]) -> Callable[[Dataset], Network]:
    """Return a construction that is right, but for what it asks of its labels and forgets."""

    def build(data: Dataset) -> Network:
        for label in data.labels:
            with suppress(ArithmeticError, AttributeError, TypeError, ValueError):
                ask(label[0])
        return tree(data)

    return build


class Near(Fraction):
    """A number with a tolerance, whose class Python asks before that of the Fraction on the left."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return abs(Fraction(self) - cast(Fraction, other)) < 1


@total_ordering
class Top:
    """No number, but above all numbers."""

    def __lt__(self, other: object) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return self is other


class Million:
    """No number, but compared with numbers as one, from its own side."""

    def __gt__(self, other: Fraction) -> bool:
        return other < 10**6


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (int, "is rounded"),
        (lambda y: y.numerator, "is rounded"),
        (lambda y: y.limit_denominator(9), "is rounded"),
        (lambda y: divmod(1, y), "is rounded"),
        (lambda y: 2**y, "is rounded"),
        (lambda y: {y}, "a set or a dictionary"),
        (lambda y: y ** Fraction(1, 2), "the power of y1"),
        (lambda y: y == 0.5, "y1 meets a number of type float"),
        (lambda y: max(0.5, y), "y1 meets a number of type float"),
        (lambda y: y + 0.5, "y1 meets a number of type float"),
        (lambda y: y == Decimal(1), "y1 meets a number of type Decimal"),
        *[
            (lambda y, asked=asked: asked(y, Near(10**6)), "y1 meets a number of type Near")
            for asked in (eq, ne, lt, le, gt, ge, add, sub, mul, truediv)
        ],
        (lambda y: Near(10**6) - y, "y1 meets a number of type Near"),
        (str, "the text of y1 is read or printed"),
        (lambda y: f"{y:>9}", "the text of y1 is read or printed"),
        (lambda y: print([y]), "the text of y1 is read or printed"),
        (pickle.dumps, "y1 is sent to another process"),
        (Fraction, "the type of y1 is asked for"),
        (lambda y: hasattr(y, "_numerator"), "y1._numerator is asked for"),
        (Fraction.__trunc__, "y1._numerator is asked for"),
        (lambda y: isinstance(y, Fraction), "the type of y1 is asked for"),
        (lambda y: isinstance(y, int | float), "the type of y1 is asked for"),
        (lambda y: y.__class__, "the type of y1 is asked for"),
    ],
)
def test_nothing_is_proved_of_a_construction_that_asks_what_symbols_cannot_say(
    ask: Callable[[Fraction], Any], reason: str
) -> None:
    outcome = memorizes_every(swallowed(ask), Every(2))
    assert outcome.verdict == "unknown"
    assert reason in outcome.reason


@pytest.mark.parametrize(
    "ask",
    [
        lambda y: y.real + y.imag - y.conjugate(),
        lambda y: Fraction(1, 2) * y - 3 < Fraction(1),
        lambda y: +y,
        copy.deepcopy,
        copy.copy,
        lambda y: y == "1",
        lambda y: y is None,
        lambda y: Top() > y < Top() != y,
        lambda y: "1" - y,
    ],
)
def test_what_all_numbers_answer_alike_may_be_asked(ask: Callable[[Fraction], Any]) -> None:
    assert memorizes_every(swallowed(ask), Every(2)).verdict == "proved by solver"


def test_what_is_no_number_answers_a_symbol_as_it_answers_a_number() -> None:
    def build(data: Dataset) -> Network:
        ((y,),) = data.labels
        try:
            return constant((y if y < Million() else Fraction(0),), 1)
        except TypeError:
            return constant((y,), 1)

    outcome = memorizes_every(build, Every(1))
    assert outcome.counterexample is not None
    assert outcome.counterexample.dataset.labels[0][0] >= 10**6


def test_a_copy_of_the_data_asks_the_same_questions() -> None:
    outcome = memorizes_every(lambda data: interpolation(copy.deepcopy(data)), Every(3))
    assert (outcome.verdict, outcome.shapes) == ("proved by solver", 4)


def test_labels_that_are_no_whole_numbers_are_among_the_samples() -> None:
    def by_type(data: Dataset) -> Network:
        rows = [label[0].numerator // label[0].denominator for label in data.labels if type(label[0]) is Fraction]
        return tree(replace(data, labels=tuple([(Fraction(row),) for row in rows]))) if rows else tree(data)

    assert memorizes_every(by_type, Every(2)).verdict == "refuted"


def test_a_construction_that_changes_its_mind_is_unknown() -> None:
    calls = iter(range(10**6))

    def moody(data: Dataset) -> Network:
        asked = data.labels[next(calls) % 2][0] > 3
        return tree(data) if asked else search_tree(data).network

    outcome = memorizes_every(moody, Every(2))
    assert outcome.verdict == "unknown"
    assert "asks something else when it is run again" in outcome.reason


def test_rows_in_another_order_are_not_spoken_of_and_a_line_shows_where_they_go_wrong() -> None:
    assert beside(tree, Every(3)) is None

    def unsorted(data: Dataset) -> Network:
        rows = zip(data.points, data.labels, strict=True)
        (_, first), (point, second) = rows
        return Branch([1], point[0], constant(first, 1), constant(second, 1))

    outcome = replace(memorizes_every(unsorted, Every(2)), beside=beside(unsorted, Every(2)))
    assert outcome.verdict == "proved by solver"
    text = outcome_text(outcome)
    assert "any 2 rows of one input, increasing, any labels" in text
    assert "rows in another order, or twice, are not spoken of" in text
    assert outcome.beside is not None
    assert outcome.beside.dataset.points[0] > outcome.beside.dataset.points[1]


@pytest.mark.parametrize("memorizer", [interpolation, search_tree])
def test_given_points_may_be_handed_on_in_another_order(memorizer: Callable[[Dataset], Built]) -> None:
    def turned(data: Dataset) -> Network:
        return memorizer(Dataset(data.points[::-1], data.labels[::-1])).network

    assert (
        memorizes_every(turned, Every(3, points=(Fraction(1), Fraction(2), Fraction(5)))).verdict == "proved by solver"
    )


@pytest.mark.parametrize("does", ["memorizes", "refuses"])
def test_where_symbols_mislead_time_is_not_the_reason(does: str) -> None:
    def build(data: Dataset) -> Network:
        ((y,),) = data.labels
        if type(y) is Fraction and does == "refuses":
            raise BadInput("no numbers")
        return constant((y if type(y) is Fraction else y + 1,), 1)

    outcome = memorizes_every(build, Every(1))
    assert not outcome.late
    assert outcome.reason.endswith(f"run on them, {does}")


def test_a_symbolic_network_is_not_written_to_a_file() -> None:
    network = Affine([[Field(no).variable("a")]], [0])  # type: ignore[list-item]
    with pytest.raises((TypeError, ValueError, AttributeError)):
        network_bytes(network)


def test_shapes_cover_all_data_and_exclude_each_other() -> None:
    shapes = list(shapes_of(partial(search_tree, leaves="constant"), Every(4), 100))
    assert len(shapes) == 8  # each of three neighbours agrees or not
    for labels in ([0, 0, 0, 0], [0, 1, 0, 1], [2, 2, 1, 1], [1, 2, 2, 3]):
        values = {f"y{i + 1}": Fraction(label) for i, label in enumerate(labels)} | {
            f"z{i + 1}": Fraction(i) for i in range(4)
        }
        fitting = [
            shape
            for shape in shapes
            if all(condition.holds(shape.field.values(values)) for condition in shape.premises.conditions)
        ]
        assert len(fitting) == 1


@pytest.mark.parametrize(
    ("name", "size", "labels"),
    [
        ("search-tree-constant", 3, "any"),
        ("search-tree-constant", 12, "neighbours differ"),
        ("search-tree-affine", 3, "any"),
        ("weighted-tree", 6, "neighbours differ"),
        ("interpolation", 4, "any"),
        ("zhang", 4, "any"),
        ("residual", 4, "any"),
        ("active-tree", 2, "any"),
        ("two-hidden-layers", 2, "any"),
        ("two-hidden-layers", 3, "binary"),
        *[
            pytest.param(name, size, labels, marks=pytest.mark.slow)  # queries that take solvers seconds
            for name, size, labels in (
                ("active-tree", 3, "any"),
                ("search-tree-constant", 5, "any"),
                ("search-tree-affine", 5, "any"),
                ("interpolation", 6, "any"),
                ("zhang", 6, "any"),
                ("residual", 6, "any"),
                ("two-hidden-layers", 3, "any"),
                ("two-hidden-layers", 4, "any"),
                ("two-hidden-layers", 5, "binary"),
            )
        ],
    ],
)
def test_memorizers_are_proved_for_every_data_set_by_two_solvers(name: str, size: int, labels: str) -> None:
    points = tuple(map(Fraction, range(size))) if labels == "binary" else None
    every = Every(size, labels, points)  # type: ignore[arg-type]
    outcome = memorizes_every(CATALOGUE[name].build, every, ProofLimits(seconds=PATIENCE, also=True))
    assert outcome.verdict == "proved by two solvers", outcome.reason


@pytest.mark.parametrize("name", ["search-tree-constant", "search-tree-affine", "interpolation", "zhang", "residual"])
@pytest.mark.parametrize("labels", ["any", "neighbours differ"])
def test_no_data_set_costs_more_than_its_shapes_and_some_cost_as_much(name: str, labels: str) -> None:
    every = Every(3, labels)  # type: ignore[arg-type]
    outcome = memorizes_every(CATALOGUE[name].build, every)
    found = [structural_worst(CATALOGUE[name].build(data).network) for data in sample_data(every, 200)]
    assert outcome.most is not None
    assert outcome.most.operations == max([worst.total for worst in found])
    assert outcome.most.comparisons == max([worst.comparisons for worst in found])


WEIGHTS = st.sampled_from([Fraction(value) for value in (-2, -1, 0, 1, 3)])


@given(st.lists(WEIGHTS, min_size=1, max_size=4), WEIGHTS, st.sets(st.integers(0, 4)))
def test_a_row_costs_no_more_on_data_than_with_symbols(row: list[Fraction], bias: Fraction, unknown: set[int]) -> None:
    field = Field(lambda condition: True)
    symbols = {place: cast(Fraction, field.variable(f"a{place}")) for place in unknown}
    known = [symbols.get(place, weight) for place, weight in enumerate(row)]
    shape = Affine([known], [symbols.get(4, bias)])
    gate = Branch(known, symbols.get(4, bias), *[Affine([[0] * len(row)], [side]) for side in (0, 1)])
    assert own_cost(Affine([row], [bias])).total <= most_of_shape(shape).operations
    leaves = [Affine([[0] * len(row)], [side]) for side in (0, 1)]
    assert structural_worst(Branch(row, bias, *leaves)).total <= most_of_shape(gate).operations


def test_of_a_construction_that_is_not_proved_on_symbols_no_cost_is_said() -> None:
    assert memorizes_every(lambda data: constant([0], 1), Every(2)).most is None


def test_where_there_is_no_symbolic_run_all_labellings_of_few_points_are_run() -> None:
    every = Every(5, "binary", tuple(map(Fraction, range(5))))
    outcome = memorizes_every(CATALOGUE["bit-extraction"].build, every)
    assert outcome.verdict == "proved by running all"
    assert "32 labellings" in outcome.reason

    def wrong_once(data: Dataset) -> Network:
        labels = [int(label[0]) for label in data.labels]
        return CATALOGUE["bit-extraction"].build(data).network if labels != [1, 0, 0, 1, 1] else constant([1], 1)

    assert memorizes_every(wrong_once, every).verdict == "refuted"


def test_labellings_that_are_refused_prove_nothing() -> None:
    every = Every(3, "binary", tuple(map(Fraction, range(3))))

    def rounds(data: Dataset, least: int) -> Network:
        if sum([int(label[0]) for label in data.labels]) < least:
            raise BadInput("too few ones")
        return tree(data)

    outcome = memorizes_every(partial(rounds, least=1), every)
    assert outcome.verdict == "proved by running all"
    assert outcome.reason == "8 labellings, 1 of them refused"
    outcome = memorizes_every(partial(rounds, least=4), every)
    assert outcome.verdict == "unknown"
    assert "refuses the data" in outcome.reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("width-two", ""),
        ("packed-tree", "y1 is rounded, or its digits are read"),
        ("three-hidden-layers", "a symbolic number is put into a set or a dictionary"),
        ("axis-tree", "a symbolic number is put into a set or a dictionary"),
        ("oblique-tree", "a symbolic number is put into a set or a dictionary"),
    ],
)
def test_a_construction_that_rounds_or_counts_labels_says_so(name: str, reason: str) -> None:
    outcome = memorizes_every(CATALOGUE[name].build, Every(3))
    assert outcome.verdict == "unknown"
    assert outcome.reason
    assert outcome.reason.startswith(reason)


def test_too_many_shapes_are_refused_with_the_question() -> None:
    outcome = memorizes_every(partial(search_tree, leaves="constant"), Every(5), ProofLimits(shapes=4))
    assert outcome.verdict == "unknown"
    assert "depends on the data" in outcome.reason
    assert "y2" in outcome.reason


def test_search_trees_have_certificates_that_the_checker_accepts(tmp_path: Path) -> None:
    outcome = memorizes_every(partial(search_tree, leaves="constant"), Every(4), ProofLimits(folder=tmp_path))
    assert outcome.verdict == "proved"
    assert len(outcome.bundles) == 8
    for bundle in outcome.bundles:
        assert [result.verdict for result in check_bundle(str(bundle))] == [ACCEPTED]


def test_what_a_solver_answers_while_a_construction_runs_is_an_obligation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def squares(data: Dataset) -> Network:
        label = data.labels[0][0]
        return constant([7], 1) if label * label + 1 <= 0 else tree(data)

    outcome = memorizes_every(squares, Every(2), ProofLimits(folder=tmp_path))
    assert (outcome.verdict, outcome.shapes, len(outcome.scripts)) == ("proved by solver", 1, 3)
    assert "y1 y1" in outcome.scripts[0]
    asked: list[str] = []

    def other(script: str, _seconds: float) -> list[str]:
        asked.append(script)
        return ["unknown" if "y1 y1" in script else "unsat"]

    monkeypatch.setattr("verify.symbolic.every.replay", other)
    outcome = memorizes_every(squares, Every(2), ProofLimits(also=True))
    assert outcome.verdict == "unknown"
    assert len(asked) == 1


def test_the_unmutated_tree_is_right() -> None:
    assert_memorizes_every(tree, 6)


def test_there_are_thirty_mistakes() -> None:
    assert len(WRONG) == 30


@pytest.mark.parametrize("name", WRONG)
def test_every_mistake_is_refuted_by_a_data_set_that_replays(name: str) -> None:
    construction = WRONG[name]
    for size in range(1, 6):
        outcome = memorizes_every(construction, Every(size), ProofLimits(seconds=PATIENCE))
        if outcome.verdict == "refuted":
            break
        assert outcome.verdict.startswith("proved"), outcome.reason
    wrong = outcome.counterexample
    assert wrong is not None
    assert wrong.point is not None
    assert wrong.dataset.size == size
    network = construction(wrong.dataset)
    assert evaluate(network, wrong.dataset.points[wrong.point]) != wrong.dataset.labels[wrong.point]


def rare(data: Dataset) -> Network:
    """Wrong on data that no sample has: where two neighbours are within a millionth."""
    built = interpolation(data).network
    close = data.size > 1 and data.points[1][0] - data.points[0][0] < Fraction(1, 10**6)
    return Affine([[0]], [12345]) if close else built


def test_a_mistake_that_no_sample_shows_is_found_by_the_solver() -> None:
    outcome = memorizes_every(rare, Every(2))
    assert outcome.verdict == "refuted"
    wrong = outcome.counterexample
    assert wrong is not None
    assert wrong.found == "12345"
    assert wrong.dataset.points[1][0] - wrong.dataset.points[0][0] < Fraction(1, 10**6)


def divides_by_a_label(data: Dataset) -> Network:
    return Affine([[data.labels[-1][0] / data.labels[0][0]]], [0])


def test_an_error_of_the_construction_on_some_data_is_shown_with_its_line_and_is_no_refutation() -> None:
    outcome = memorizes_every(divides_by_a_label, Every(1))
    assert outcome.verdict == "failed"
    assert not outcome.proved
    wrong = outcome.counterexample
    assert wrong is not None
    assert wrong.dataset.labels[0][0] == 0
    line = divides_by_a_label.__code__.co_firstlineno + 1
    assert re.fullmatch(rf"ZeroDivisionError: .*\(test_symbolic.py, line {line}\)", wrong.found)


OBLIGATIONS = [obligation for theorem in THEOREMS for obligation in theorem.obligations]


def test_the_premises_of_steps_do_not_contradict_each_other() -> None:
    """That the steps hold both solvers say in ``test_theorems_are_proved_by_two_solvers``."""
    for obligation in OBLIGATIONS:
        lines = obligation.script.split("\n")
        possible = "\n".join([line for line in lines if "(assert (not " not in line or "=>" in line])
        assert Session().run(possible, PATIENCE) == ["sat"], obligation.title


def test_steps_with_a_premise_left_out_fail() -> None:
    failed = 0
    for obligation in OBLIGATIONS:
        for number in range(len(obligation.premises)):
            rest = obligation.premises[:number] + obligation.premises[number + 1 :]
            weaker = Obligation(obligation.title, obligation.logic, obligation.unknowns, rest, obligation.conclusion)
            failed += Session().run(weaker.script, PATIENCE) == ["sat"]
    assert failed >= len(OBLIGATIONS)


def refuses_falling_labels(data: Dataset) -> Network:
    if data.size > 1 and data.labels[1][0] < data.labels[0][0]:
        raise BadInput("labels fall")
    return interpolation(data).network


def test_what_is_refused_is_counted_and_refusing_everything_proves_nothing() -> None:
    outcome = memorizes_every(refuses_falling_labels, Every(2))
    assert outcome.verdict == "proved by solver"
    assert outcome.refused == 1

    def refuses_all(_: Dataset) -> Network:
        raise BadInput("no data are good enough")

    outcome = memorizes_every(refuses_all, Every(2))
    assert outcome.verdict == "unknown"
    assert "no data are good enough" in outcome.reason


def test_what_a_construction_raises_on_some_data_is_shown_with_these() -> None:
    def refuses_large(data: Dataset) -> Network:
        if data.labels[0][0] > 10**6:
            raise RuntimeError("too large")
        return tree(data)

    outcome = memorizes_every(refuses_large, Every(1))
    assert outcome.verdict == "failed"
    assert outcome.counterexample is not None
    assert outcome.counterexample.dataset.labels[0][0] > 10**6
    assert "RuntimeError: too large" in outcome.counterexample.found


RARE = 10**6 + 3
"""A label that no sample has."""


def of_row(row: list[Fraction]) -> Form:
    return Affine([row], [0]).weights[0]


@pytest.mark.parametrize(
    "sees",
    [
        lambda w: not of_row([w]).indices,
        lambda w: len(of_row([Fraction(1), w]).weights) == 1,
        lambda w: of_row([Fraction(0), w]) == of_row([Fraction(0), Fraction(0)]),
        lambda w: copy.copy(of_row([w])).indices == (),
        lambda w: replace(of_row([w]), width=2) == Form(2, (), ()),
        lambda w: structural_worst(Affine([[w]], [0])).total == 0,
        lambda w: gate_cost(Branch([w, 1], 0, *[constant([0], 2)] * 2)).total == 1,
    ],
)
def test_whoever_reads_a_row_is_told_which_weights_are_0(sees: Callable[[Fraction], bool]) -> None:
    def build(data: Dataset) -> Network:
        return constant([7], 1) if sees(data.labels[0][0] - RARE) else tree(data)

    outcome = memorizes_every(build, Every(2))
    assert outcome.verdict == "refuted"
    assert outcome.counterexample is not None
    assert outcome.counterexample.dataset.labels[0][0] == RARE


def test_a_weight_with_its_place_is_asked_whether_it_is_0() -> None:
    def build(data: Dataset) -> Network:
        Form(1, (0,), (data.labels[0][0] - RARE,))
        return tree(data)

    outcome = memorizes_every(build, Every(1))
    assert outcome.verdict == "failed"
    assert outcome.counterexample is not None
    assert "a stored weight must not be 0" in outcome.counterexample.found


def test_a_row_that_nobody_reads_asks_nothing() -> None:
    def line(data: Dataset) -> Network:
        ((z,), (w,)), ((y,), (v,)) = data.points, data.labels
        slope = (v - y) / (w - z)
        return Affine([[slope]], [y - slope * z])

    outcome = memorizes_every(line, Every(2))
    assert (outcome.verdict, outcome.shapes) == ("proved by solver", 1)


@pytest.mark.parametrize("seen", [lambda built: built.promise, lambda built: structural_worst(built.network)])
def test_a_memorizer_within_a_construction_says_which_units_it_leaves_out(seen: Callable[[Built], Any]) -> None:
    def build(data: Dataset) -> Network:
        straight = data.labels[0][0] > RARE and seen(interpolation(data)).comparisons == 1
        return constant([7], 1) if straight and data.labels[0] != data.labels[1] else tree(data)

    outcome = memorizes_every(build, Every(3))
    assert outcome.verdict == "refuted"
    shapes = [len(list(shapes_of(one, Every(4), 99))) for one in (interpolation, lambda data: interpolation(data))]
    assert shapes == [4, 8]


def test_what_is_no_network_is_an_error_in_words() -> None:
    outcome = memorizes_every(lambda data: 7, Every(1))  # type: ignore[arg-type, return-value]
    assert outcome.verdict == "failed"
    assert outcome.counterexample is not None
    assert "must return a network, not int" in outcome.counterexample.found


def test_what_runs_on_numbers_alone_is_unknown_with_the_reason() -> None:
    def inner(data: Dataset) -> Network:
        if type(data.labels[0][0]) is not Fraction:
            raise RuntimeError("not these")
        return tree(data)

    outcome = memorizes_every(inner, Every(1))
    assert outcome.verdict == "unknown"
    assert "does not run on symbols" in outcome.reason


EXAMPLE = str(Path(__file__).resolve().parents[2] / "examples" / "04_every_data_set.py")


def test_the_command_proves_and_refutes_and_leaves_scripts_that_replay(tmp_path: Path) -> None:
    code, output = invoked(ROOT, "prove-construction", f"{EXAMPLE}:off_by_one", "--n", "1..8")
    assert code == 1
    assert "n = 2: refuted" in output
    assert "the data: 1 -> 0, 2 -> 1" in output
    folder = tmp_path / "proofs"
    code, output = invoked(ROOT, "prove-construction", f"{EXAMPLE}:tree", "--n", "1..3", "-o", str(folder))
    assert code == 0, output
    script = (folder / "n3.smt2").read_text()
    assert set(replay(script)) == {"unsat"}
    assert Session().run(script) == ["unsat"] * 3
    code, output = invoked(ROOT, "prove-construction", "interpolation", "--n", "2", "--json")
    assert code == 4
    assert json.loads(output)["results"][0]["verdict"] == "proved by solver"


def test_a_file_that_ends_the_process_gives_no_exit_code_of_a_verdict(tmp_path: Path) -> None:
    at_once = tmp_path / "at_once.py"
    at_once.write_text("import sys\nsys.exit(4)\n")
    code, said = invoked(ROOT, "prove-construction", f"{at_once}:f")
    assert (code, "cannot be run: SystemExit: '4'" in said) == (2, True)
    later = tmp_path / "later.py"
    later.write_text("import sys\ndef f(data):\n    sys.exit(4)\n")
    code, output = invoked(ROOT, "prove-construction", f"{later}:f", "--n", "2")
    assert code == 2
    assert "the construction fails: SystemExit: 4 (later.py, line 3)" in output


ODD = """
from constructions.model.network import constant

class Own(BaseException):
    pass

print("loaded")

def of_its_own(data):
    raise Own("enough")

def talkative(data):
    print("at work")
    return constant([data.labels[0][0]], 1)

def endless(data):
    while True:
        pass

def endless_out_of_order(data):
    while any(left[0] > right[0] for left, right in zip(data.points, data.points[1:])):
        pass
    return constant([data.labels[0][0]], 1)
"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.py"
    path.write_text(ODD)
    return path


def test_a_file_is_run_as_a_module_and_finds_what_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.path", [*sys.path])
    (tmp_path / "beside_it.py").write_text("from memocert import constant\n")
    lines = [
        "from __future__ import annotations",
        "from dataclasses import dataclass",
        "from beside_it import constant",
    ]
    lines += ["import sys", "@dataclass", "class Row:", "    label: tuple", "def first(data):"]
    lines += ["    return sys.modules[__name__].constant(Row(data.labels[0]).label, 1)", ""]
    (tmp_path / "random.py").write_text("\n".join(lines))
    code, output = invoked(ROOT, "prove-construction", f"{tmp_path / 'random.py'}:first", "--n", "1")
    assert (code, "proved by solver" in output) == (4, True), output
    assert sys.modules["random"] is random


def test_whatever_a_construction_raises_is_an_error_of_the_construction(odd: Path) -> None:
    code, output = invoked(ROOT, "prove-construction", f"{odd}:of_its_own", "--n", "2")
    assert code == 2
    assert "the construction fails: Own: enough (odd.py, line 10)" in output


def test_what_a_construction_prints_is_not_among_the_results(odd: Path) -> None:
    result = command("prove-construction", f"{odd}:talkative", "--n", "1", "--json")
    assert json.loads(result.stdout)["results"][0]["verdict"] == "proved by solver"
    assert result.stderr.startswith("loaded\nat work\n")


def test_a_construction_that_never_ends_is_ended(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memocert.commands.symbolic._GRACE", 0.2)
    code, output = invoked(ROOT, "prove-construction", f"{odd}:endless", "--n", "1", "--seconds", "0")
    assert code == 3
    assert (
        "unknown: any 1 row of one input, increasing, any labels\n  the construction, or a solver, did not end"
        in output
    )


def test_what_does_not_end_beside_a_proof_takes_no_verdict_away(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memocert.commands.symbolic._GRACE", 0.5)
    odd.write_text(odd.read_text().replace("return constant([data.labels[0][0]], 1)", "return tree(data)"))
    odd.write_text("from wrong_constructions import tree\n" + odd.read_text())
    code, output = invoked(ROOT, "prove-construction", f"{odd}:endless_out_of_order", "--n", "2")
    assert code == 4
    assert "proved by solver: any 2 rows" in output


def test_labellings_of_given_points_are_spoken_of(tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text("5,0\n1,0\n0,0\n")
    words = ("two-hidden-layers", "--points", points, "--labels", "binary", "--n", "3")
    code, output = invoked(ROOT, "prove-construction", *words)
    assert code == 4
    assert "the first 3 points given, increasing, one row each, labels 0 and 1" in " ".join(output.split())
    code, output = invoked(ROOT, "prove-construction", "interpolation", "--points", points, "--n", "2", "--json")
    assert json.loads(output)["results"][0]["points"] == ["1", "5"]


def test_theorems_are_proved_by_two_solvers() -> None:
    code, output = invoked(ROOT, "theorems", "--prove", "--also", "cvc5", "--json")
    assert code == 4
    assert {row["verdict"] for row in json.loads(output)} == {"proved by two solvers", "proved by sympy"}


def test_the_table_of_what_symbols_reach_has_every_memorizer_once_for_each_kind_of_labels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reach, "SIZES", (1, 2, 3))  # what is reached in a time depends on the machine
    code, output = invoked(
        ROOT, "reach", "--seconds", "1000", "--memorizer", "zhang", "--memorizer", "width-two", "--json"
    )
    assert code == 0
    rows = json.loads(next(line for line in output.splitlines() if line.startswith("[")))
    assert [(row["memorizer"], row["labels"]) for row in rows] == [
        ("zhang", "any"),
        ("zhang", "neighbours differ"),
        ("width-two", "any"),
        ("width-two", "neighbours differ"),
    ]
    assert rows[0]["best"]["n"] == 3
    assert rows[0]["stopped"] == "the largest size that is tried"
    assert "rounded" in rows[2]["stopped"]


@pytest.mark.parametrize("recurrence", RECURRENCES, ids=lambda recurrence: f"{recurrence.name} {recurrence.figure}")
def test_cost_formulas_satisfy_their_recurrences_and_no_other(recurrence: Recurrence) -> None:
    assert recurrence.holds()
    assert not replace(recurrence, step=f"{recurrence.step} + 1").holds()
    assert not replace(recurrence, base=recurrence.base + 1).holds()


def test_cvc5_is_ended_where_it_does_not_look_at_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "(set-logic QF_NRA)(declare-fun x () Real)(assert (< (* x x) 0))(check-sat)"
    assert replay(script, PATIENCE) == ["unsat"]
    with pytest.raises(BadInput, match=r"^cvc5: .*y"):
        replay(script.replace("(* x x)", "y"), PATIENCE)

    def late(command: list[str], timeout: float, **_options: object) -> object:
        assert 3 <= timeout < 30
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", late)
    assert replay(script, 3) == ["unknown"]


def test_to_try_no_data_set_proves_nothing() -> None:
    for n in (0, -1):
        with pytest.raises(BadInput, match=r"a number of points in 1\.\.9,999, not"):
            assert_memorizes_every(lambda data: constant(data.labels[0], 1), n)


@pytest.mark.parametrize(("size", "kind"), [(0, BadInput), (10_000, BadInput), (10**30, BadInput), (True, TypeError)])
def test_sizes_are_numbers_of_points_of_which_there_are_few(size: int, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=r"size must be a(n integer| number of points in 1\.\.9,999), not"):
        Every(size)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("seconds", "x", TypeError),
        ("total", True, TypeError),
        ("seconds", -1, BadInput),
        ("total", float("nan"), BadInput),
    ],
)
def test_limits_of_time_are_numbers(name: str, value: object, error: type[Exception]) -> None:
    for limits in (ProofLimits, Options):
        if hasattr(limits, name):
            with pytest.raises(error, match=f"{name} must be a"):
                limits(**{name: value})  # type: ignore[arg-type]
