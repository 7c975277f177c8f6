"""The estimators: scikit-learn's own checks, exactness, proofs that the checker accepts, refusals."""

import pickle
import warnings
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_iris
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from constructions.files.canonical import network_bytes
from constructions.model.errors import BadInput
from constructions.model.evaluation import evaluate, trace
from memocert.estimator import ExactMemorizer, ExactMemorizerRegressor, _nearest
from verify.check.bundle import check_bundle

SKIPPED = {
    "check_array_api_input": "scikit-learn runs it only with SCIPY_ARRAY_API; exact numbers are not on accelerators",
    "check_classifier_data_not_an_array": "scikit-learn skips it where pandas is not installed",
    "check_regressor_data_not_an_array": "scikit-learn skips it where pandas is not installed",
}
"""The only checks that need not pass, each with its reason; none may fail."""


@pytest.mark.parametrize("model", [ExactMemorizer("search-tree", False), ExactMemorizerRegressor("search-tree", False)])
def test_the_checks_of_scikit_learn_pass(model: object) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(model, on_fail=None, on_skip=None)
    assert len(results) > 40
    assert {result["check_name"] for result in results if result["status"] != "passed"} <= SKIPPED.keys()
    assert not [result for result in results if result["status"] not in ("passed", "skipped")]


def test_iris_is_memorized_with_a_certificate_that_the_checker_accepts(tmp_path: Path) -> None:
    points, labels = load_iris(return_X_y=True)
    names = np.array(["setosa", "versicolor", "virginica"])[labels]
    model = ExactMemorizer("axis-tree").fit(points, names)
    assert model.score(points, names) == 1.0
    assert (model.predict(points) == names).all()
    assert model.operations_["total"] == 4
    counts = model.count_operations(points)
    assert counts.tolist() == [
        trace(model.network_, [Fraction(value) for value in row]).operations.total for row in points.tolist()
    ]
    assert model.certificate_ is not None
    model.certificate_.write(tmp_path / "b")
    assert [result.verdict for result in check_bundle(str(tmp_path / "b"))] == ["accepted"]
    with pytest.raises(BadInput, match="is there already: name a new folder"):
        model.certificate_.write(tmp_path / "b")


def test_targets_come_back_to_the_last_bit() -> None:
    points, targets = load_diabetes(return_X_y=True)
    rows = slice(0, 40)
    both = np.column_stack([targets, targets / 7])[rows]
    model = ExactMemorizerRegressor("search-tree").fit(points[rows], both)
    assert model.predict(points[rows]).tolist() == both.tolist()
    for row, target in zip(points[rows].tolist(), both.tolist(), strict=True):
        assert evaluate(model.network_, [Fraction(value) for value in row]) == tuple([Fraction(y) for y in target])


def test_a_model_survives_pickling_and_cloning() -> None:
    model = ExactMemorizer("search-tree").fit([[0], [1], [3]], ["a", "b", "a"])
    again = pickle.loads(pickle.dumps(model))
    assert network_bytes(again.network_) == network_bytes(model.network_)
    assert again.predict([[1], [2]]).tolist() == model.predict([[1], [2]]).tolist()
    assert clone(model).get_params() == {"memorizer": "search-tree", "certify": True}


def test_it_works_in_a_pipeline_and_in_cross_validation() -> None:
    points, labels = load_iris(return_X_y=True)
    model = make_pipeline(StandardScaler(), ExactMemorizer("search-tree", certify=False))
    assert cross_val_score(model, points, labels, cv=2).mean() > 0.7


def test_equal_rows_with_different_labels_are_named() -> None:
    with pytest.raises(ValueError, match="row 1 and row 3 are the same point, but with labels 'a' and 'b'"):
        ExactMemorizer().fit([[0, 0], [1, 2], [3, 4], [1, 2]], ["a", "a", "b", "b"])
    with pytest.raises(ValueError, match=r"row 0 and row 1 are the same point, but with labels 0\.5 and 0\.75"):
        ExactMemorizerRegressor().fit([[5], [5]], [0.5, 0.75])


def test_numbers_are_taken_exactly_or_refused() -> None:
    thirds = [[Fraction(1, 3)], [Fraction(1, 3) + Fraction(1, 10**30)]]
    assert ExactMemorizer().fit(thirds, ["a", "b"]).predict(thirds).tolist() == ["a", "b"]
    model = ExactMemorizer().fit([[2**53 + 1], [2**53]], [0, 1])
    assert model.predict([[2**53 + 1], [2**53]]).tolist() == [0, 1]
    for points, words in (
        (np.array(thirds, dtype=object), "row 0, column 0: '1/3' is not a number that a float holds"),
        ([[1, 0.5], [2, 2**53 + 1]], "row 1, column 1: '9007199254740993' is not a number that a float holds"),
        ([[Fraction(1)], [None]], "row 1, column 0: None is no integer, fraction or float"),
        ([[Fraction(1)], ["1/3"]], "row 1, column 0: '1/3' is no integer, fraction or float"),
        ([[Fraction(1)], [float("nan")]], "NaN"),
        ([[1.0], [float("inf")]], "infinity"),
        (
            np.array([["0.1"], ["2"]], dtype=object),
            "row 0, column 0: '0.1' is no integer, fraction or float of 64 bits",
        ),
        (np.array([[np.longdouble(1) / 3], [1]], dtype=object), r"row 0, column 0: '0\.3.*' is not a number that a"),
        (np.array([[1], [2]], dtype=np.longdouble), "row 0, column 0: .* is no integer, fraction or float of 64 bits"),
        (np.ma.masked_array([[1.0], [2.0]], mask=[[False], [True]]), "values that are masked are missing"),
    ):
        with pytest.raises(ValueError, match=words):
            ExactMemorizer().fit(points, [0, 1])
    for labels, words in (
        (np.ma.masked_array([1, 2], mask=[False, True]), "values that are masked are missing"),
        ([2**53 + 1, 2.0**53], "row 0, column 0: '9007199254740993' is not a number that a float holds"),
    ):
        with pytest.raises(ValueError, match=words):
            ExactMemorizer().fit([[1], [2]], labels)
    held = np.array([[np.float32(0.5), True], [np.longdouble(1) / 4, np.bool_(0)]], dtype=object)
    assert ExactMemorizer().fit(held, [0.0, 1.0]).predict([[0.5, 1], [0.25, 0]]).tolist() == [0, 1]
    with pytest.raises(ValueError, match="row 0, column 0: '1/3'"):
        ExactMemorizerRegressor().fit([[1], [2]], [Fraction(1, 3), 1])
    with pytest.raises(ValueError, match=r"row 0, column 0: '0\.1' is not a number that a float holds"):
        ExactMemorizerRegressor().fit([[1], [2]], [Decimal("0.1"), Decimal("0.5")])
    with pytest.raises(ValueError, match="row 0, column 0: '9007199254740993' is not a number that a float holds"):
        ExactMemorizerRegressor().fit([[1], [2]], np.array([2**53 + 1, 2]))


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_integers_of_a_frame_are_not_rounded_with_its_floats(package: str) -> None:
    frame = pytest.importorskip(package).DataFrame({"a": [2**53 + 1, 2**53], "b": [0.5, 0.5]})
    with pytest.raises(ValueError, match="row 0, column 0: '9007199254740993' is not a number that a float holds"):
        ExactMemorizer().fit(frame, ["p", "q"])


def test_equal_rows_with_equal_labels_and_a_single_class_are_no_problem() -> None:
    assert ExactMemorizer().fit([[1], [1], [2]], [5, 5, 5]).predict([[7]]).tolist() == [5]
    assert ExactMemorizerRegressor().fit([[1]], [2.5]).predict([[9]]).tolist() == [2.5]


def test_far_away_the_nearest_class_and_an_infinite_float_are_predicted() -> None:
    line = ExactMemorizer("search-tree-affine").fit([[0], [1], [2]], [0, 1, 2])
    assert line.predict([[-1e300], [1e300], [1.25]]).tolist() == [0, 2, 1]
    steep = ExactMemorizerRegressor("search-tree-affine").fit([[0.0], [1e-300]], [0.0, 1.0])
    assert steep.predict([[1e300], [-1e300]]).tolist() == [np.inf, -np.inf]


def test_the_nearest_integer_is_the_smaller_of_two() -> None:
    for numerator in range(-40, 41):
        value = Fraction(numerator, 8)
        expected = min(range(-6, 7), key=lambda whole, value=value: (abs(value - whole), whole))  # type: ignore[misc]
        assert _nearest(value) == expected


def test_an_unknown_memorizer_is_a_value_error_that_names_the_near_one() -> None:
    with pytest.raises(ValueError, match="'serch-tree'; the nearest is 'search-tree'"):
        ExactMemorizer("serch-tree").fit([[0]], [0])
