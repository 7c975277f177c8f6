"""What floating point makes of exact networks, on cases worked out by hand, and maxima through Relus."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from constructions.catalogue import build
from constructions.model.cost import size_of
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate
from constructions.model.network import (
    Affine,
    Branch,
    Concatenate,
    Identity,
    Network,
    Relu,
    Sequence,
    Step as Sign,
    constant,
)
from exchange.rounding import float_report
from exchange.windows import maxima
from exchange.wiring import Step, composed, fused, wired

THIRD = Fraction(1, 3)


def test_a_difference_that_float32_loses_and_float64_keeps_is_counted() -> None:
    tiny = Fraction(1, 2**30)
    network = Affine([[1], [0]], [0, 1])
    data = Dataset.from_rows([[1 + tiny], [1 - tiny], [0]], [[0], [1], [1]])
    report = float_report(network, data)
    assert (report.answers, report.points, report.right) == ("argmax", 3, 3)
    single, double = report.runs
    assert (single.right, single.same, single.first_other) == (1, 1, 0)
    assert (double.right, double.same, double.first_other) == (3, 3, None)
    assert [run.largest_difference for run in report.runs] == [tiny, 0]


def test_values_are_compared_with_the_rounded_label() -> None:
    report = float_report(Affine([[THIRD]], [0]), Dataset.from_rows([[1], [2]], [[THIRD], [1]]))
    assert (report.answers, report.right) == ("values", 1)
    for run in report.runs:
        assert (run.right, run.same) == (1, 2)
        assert run.largest_difference is not None
        assert run.largest_difference > 0


def test_an_output_that_is_not_finite_is_no_exact_answer() -> None:
    large = Fraction(10**60)
    report = float_report(Affine([[large]], [0]), Dataset.from_rows([[1], [0]], [[large], [0]]))
    single, double = report.runs
    assert (single.right, single.same, single.largest_difference, single.first_other) == (0, 0, None, 0)
    assert (double.right, double.same, double.first_other) == (2, 2, None)


def test_gates_and_all_seven_forms_run_in_the_format() -> None:
    far = Fraction(1, 10**20)
    gate = Branch([1], far, constant([7], 1), Sequence((Concatenate((Relu(1), Sign(1))), Affine([[1, 1]], [0]))))
    data = Dataset.from_rows([[far], [2], [-1]], [[1 + far], [3], [7]])
    report = float_report(Sequence((Identity(1), gate)), data)
    assert report.right == 3
    assert [run.right for run in report.runs] == [3, 3]


def test_numbers_beyond_a_format_are_reported_as_not_finite() -> None:
    report = float_report(Affine([[10**40]], [0]), Dataset.from_rows([[1], [2]], [[10**40], [0]]))
    assert [run.largest_difference is None for run in report.runs] == [True, False]
    report = float_report(Affine([[10**400]], [0]), Dataset.from_rows([[1]], [[0]]))
    assert [run.largest_difference for run in report.runs] == [None, None]


def test_a_memorizer_with_long_denominators_loses_labels_in_float32() -> None:
    data = Dataset.from_rows(
        [[Fraction(place, 10**9 + 7)] for place in range(40)], [[place % 3] for place in range(40)]
    )
    report = float_report(build("interpolation", data)[1].network, data)
    assert report.right == 40
    assert report.runs[0].right < 40


def test_widths_that_do_not_fit_are_refused() -> None:
    data = Dataset.from_rows([[1]], [[1]])
    with pytest.raises(BadInput, match="the network takes 2 inputs, but the data have 1 coordinate"):
        float_report(Identity(2), data)
    with pytest.raises(BadInput, match="classes must be numbered"):
        float_report(Affine([[1], [1]], [0, 0]), Dataset.from_rows([[1]], [[Fraction(1, 2)]]))
    with pytest.raises(BadInput, match="the network has 3 outputs, but a label 2 numbers"):
        float_report(Affine([[1], [1], [1]], [0, 0, 0]), Dataset.from_rows([[1]], [[1, 2]]))


FRACTIONS = st.fractions(-5, 5, max_denominator=7)


@given(st.data())
def test_maxima_are_the_maxima(data: st.DataObject) -> None:
    point = data.draw(st.lists(FRACTIONS, min_size=1, max_size=6))
    index = st.integers(0, len(point) - 1)
    windows = data.draw(st.lists(st.lists(index, min_size=1, max_size=9), min_size=1, max_size=4))
    network = maxima(windows, len(point))
    assert evaluate(network, point) == tuple(max(point[place] for place in window) for window in windows)


def test_a_window_of_k_inputs_takes_k_minus_1_units() -> None:
    for count in range(1, 12):
        size = size_of(maxima([list(range(count))], count))
        assert size.neurons == count - 1
        assert size.depth == (count - 1).bit_length()
    with pytest.raises(ValueError, match="at least one input"):
        maxima([[]], 1)


NUMBERS = st.lists(st.lists(FRACTIONS, min_size=2, max_size=2), min_size=2, max_size=2)


@given(NUMBERS, NUMBERS, st.lists(FRACTIONS, min_size=2, max_size=2))
def test_composed_maps_and_fused_stages_do_the_same(
    first: list[list[Fraction]], second: list[list[Fraction]], point: list[Fraction]
) -> None:
    one, two = Affine(first, [1, THIRD]), Affine(second, [0, -1])
    diagonal = Affine([[2, 0], [0, first[0][0]]], [THIRD, 0])
    stages: list[Network] = [one, Identity(2), two, diagonal, Relu(2), diagonal, one]
    expected = evaluate(Sequence(stages), point)
    assert evaluate(Sequence(fused(stages)), point) == expected
    assert evaluate(composed(one, two), point) == evaluate(Sequence((one, two)), point)


def test_steps_on_named_values_are_wired_in_any_order_of_reading() -> None:
    double, both = Affine([[2]], [0]), Affine([[1, 10, 100]], [0])
    steps = [
        Step("a", Relu(1), ("x",)),
        Step("b", double, ("x",)),
        Step("waste", Sign(1), ("b",)),
        Step("c", both, ("b", "a", "b")),
        Step("d", Concatenate((Identity(2), Identity(2))), ("c", "x")),
    ]
    for value in (Fraction(-3), Fraction(5, 2)):
        c = 2 * value + 10 * max(value, Fraction(0)) + 200 * value
        assert evaluate(wired([("x", 1)], steps, ["d"]), [value]) == (c, value, c, value)
        assert evaluate(wired([("x", 1)], steps, ["b"]), [value]) == (2 * value,)
    assert list(evaluate(wired([("x", 2)], [], ["x"]), [1, 2])) == [1, 2]
