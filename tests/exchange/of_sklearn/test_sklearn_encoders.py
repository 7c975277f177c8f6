"""Encoders of categories before a model, against scikit-learn's own answers; and what of them is not read."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fitted import agreed, answers_of, as_rounded, classes_at, fitted, outputs_at
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from constructions.files.data_reader import ReadOptions, read_dataset
from constructions.model.errors import BadInput
from exchange.column_order import fitted as fitted_data
from exchange.reader import read_model
from exchange.sklearn.reader import read_sklearn, trained_sklearn
from exchange.sklearn.transformers import transformed

KINDS = np.array([3.0, -1.0, 2.5, 40.0])


def table() -> tuple[Any, Any]:
    source = np.random.default_rng(4)
    points = np.column_stack([source.choice(KINDS, 90), source.integers(-4, 5, 90) / 2, source.integers(0, 3, 90)])
    return points, (points[:, 0] > 2.7).astype(int) + (points[:, 2] == 1)


@pytest.mark.parametrize(
    "encoder",
    [
        OneHotEncoder(handle_unknown="ignore"),
        OneHotEncoder(drop="first"),
        OneHotEncoder(drop="if_binary"),
        OrdinalEncoder(),
        OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-7),
        OrdinalEncoder(categories=[[-1.0, 2.5, 3.0, 7.0, 40.0], [0.0, 1.0, 2.0]]),
    ],
    ids=str,
)
def test_an_encoder_gives_what_scikit_learn_gives(encoder: Any) -> None:
    points, _ = table()
    encoder.fit(points[:, [0, 2]])
    rows = [[kind, other] for kind in KINDS.tolist() for other in (0.0, 1.0, 2.0)]
    if "unknown" in str(encoder):  # near a category is none
        rows += [[kind + step, 1.0] for kind in KINDS.tolist() for step in (2.0**-20, -0.5, 7.0)]
    found = encoder.transform(np.array(rows))
    wanted = (found.toarray() if hasattr(found, "toarray") else found).tolist()
    outputs = outputs_at(transformed(encoder, "m"), rows)
    assert outputs == [tuple([Fraction(value) for value in row]) for row in wanted]


@pytest.mark.parametrize(
    "last", [LogisticRegression(), RandomForestClassifier(3, random_state=0)], ids=["line", "trees"]
)
def test_a_pipeline_with_encoders_predicts_as_it_does(last: Any) -> None:
    points, labels = table()
    columns = ColumnTransformer(
        [
            ("one", OneHotEncoder(handle_unknown="ignore"), [0]),
            ("size", StandardScaler(), [1]),
            ("two", OrdinalEncoder(), [2]),
        ]
    )
    model = fitted(make_pipeline(columns, last), points, labels)
    trained = trained_sklearn(model)
    assert classes_at(as_rounded(trained), points) == answers_of(trained, points.tolist())


def test_what_is_not_read_of_encoders_is_named() -> None:
    points, labels = table()
    few = fitted(make_pipeline(OneHotEncoder(min_frequency=30), LinearRegression()), points, labels)
    with pytest.raises(BadInput, match="OneHotEncoder that puts infrequent categories together is not read"):
        read_sklearn(few)
    fewer = OrdinalEncoder(max_categories=2).fit(points)
    with pytest.raises(BadInput, match="OrdinalEncoder that puts infrequent categories together is not read"):
        transformed(fewer, "m")
    gaps = OrdinalEncoder().fit(np.array([[1.0], [np.nan]]))
    with pytest.raises(BadInput, match=r"or text all of them, to be read, not '1.0, nan'"):
        transformed(gaps, "m")
    missing = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan).fit(points)
    with pytest.raises(BadInput, match="unknown_value must be an integer to be read, not nan"):
        transformed(missing, "m")
    none = OneHotEncoder(drop="first").fit(np.array([[1.0], [1.0]]))
    with pytest.raises(BadInput, match="drops all categories: no column is left"):
        transformed(none, "m")


def test_text_before_an_encoder_is_its_number() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    points, labels = table()
    colors = np.array(["blue", "green", "red"])[points[:, 2].astype(int)]
    data = pandas.DataFrame({"size": points[:, 1], "kind": points[:, 0], "color": colors})
    for last in (LogisticRegression(), RandomForestClassifier(3, random_state=0)):
        columns = ColumnTransformer(
            [("one", OneHotEncoder(handle_unknown="ignore"), ["color"]), ("size", StandardScaler(), ["size"])]
        )
        model = fitted(make_pipeline(columns, last), data, labels)
        trained = trained_sklearn(model)
        assert "the input 'color' is the number of a category: blue 0, green 1, red 2" in trained.notes
        assert trained.columns == ("size", "kind", "color")
        assert trained.categories == (("color", ("blue", "green", "red")),)
        rows = [[row[1], row[0], row[2]] for row in points.tolist()]
        assert classes_at(as_rounded(trained), rows) == model.predict(data).tolist() == answers_of(trained, rows)


def test_a_model_of_text_without_names_is_asked_with_the_text() -> None:
    points, labels = table()
    texts = points.astype(object)
    texts[:, 2] = np.array(["blue", "green", "red"])[points[:, 2].astype(int)]
    columns = ColumnTransformer([("one", OneHotEncoder(), [2]), ("size", StandardScaler(), [1])])
    model = fitted(make_pipeline(columns, LogisticRegression()), texts, labels)
    trained, rows = trained_sklearn(model), points.tolist()
    assert classes_at(as_rounded(trained), rows) == model.predict(texts).tolist() == answers_of(trained, rows)


def test_a_table_that_numbers_texts_otherwise_than_a_model_without_names_is_refused(tmp_path: Path) -> None:
    """The model knows a, b and c; of a table with b and c alone they would be 0 and 1."""
    texts = np.array([["a"], ["b"], ["c"], ["b"]], dtype=object)
    model = fitted(make_pipeline(OneHotEncoder(), LogisticRegression()), texts, np.array([0, 1, 0, 1]))
    trained = trained_sklearn(model)
    for rows, is_well in (("a,0\nb,1\nc,0\n", True), ("b,1\nc,0\n", False), ("1,1\n2,0\n", True)):
        (tmp_path / "t.csv").write_text(f"p,y\n{rows}")
        words = () if rows.startswith("1") else ("p",)
        data = read_dataset(tmp_path / "t.csv", ReadOptions(numbered=words))
        if is_well:
            assert fitted_data(data, trained, "m")[0].width == 1
            continue
        with pytest.raises(
            BadInput, match=r"^m: .* 'p' would be the numbers b 0, c 1, and the model, .* on a 0, b 1, c 2:"
        ):
            fitted_data(data, trained, "m")


def test_two_encoders_of_one_input_agree_on_its_categories() -> None:
    points = np.array([["b"], ["a"]], dtype=object)
    encoders = [("one", OneHotEncoder()), ("two", OrdinalEncoder(categories=[["b", "a"]]))]
    model = fitted(make_pipeline(FeatureUnion(encoders), LinearRegression()), points, [1, 2])
    with pytest.raises(BadInput, match="m: two encoders of input 0 have other categories"):
        read_sklearn(model, "m")


def test_categories_behind_what_rounds_are_not_read() -> None:
    points = np.array([[0.1], [0.2], [0.7]])
    model = fitted(make_pipeline(StandardScaler(), OneHotEncoder(), LinearRegression()), points, [1, 2, 3])
    with pytest.raises(BadInput, match="categories behind a step that computes are not read"):
        read_sklearn(model, "m")
    numbered = make_pipeline(OrdinalEncoder(), OneHotEncoder(), LinearRegression())
    agreed(trained_sklearn(fitted(numbered, points, [1, 2, 3])), points)


def test_categories_are_read_from_files_of_skops(tmp_path: Path) -> None:
    skops = pytest.importorskip("skops.io", reason="skops is not installed")
    points, labels = table()
    model = HistGradientBoostingClassifier(max_iter=3, min_samples_leaf=2, categorical_features=[0, 2])
    skops.dump(fitted(model, points, labels), tmp_path / "m.skops")
    agreed(read_model(tmp_path / "m.skops"), points)


def test_a_booster_in_a_file_of_skops_is_told_how_to_be_saved(tmp_path: Path) -> None:
    skops = pytest.importorskip("skops.io", reason="skops is not installed")
    xgboost = pytest.importorskip("xgboost", reason="XGBoost is not installed")
    points, labels = table()
    skops.dump(xgboost.XGBClassifier(n_estimators=1).fit(points, labels), tmp_path / "m.skops")
    with pytest.raises(BadInput, match=r"holds 'xgboost\.core\.Booster': save it by save_model, of XGBoost as \.json"):
        read_model(tmp_path / "m.skops")
