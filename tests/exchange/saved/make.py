"""Write the files of this folder: small models of XGBoost and LightGBM, and what these tools answer.

Run with both installed: ``python tests/exchange/saved/make.py``. The rows hit thresholds exactly, too.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def models() -> "dict[str, tuple[Any, Any, Any]]":
    """Return for each file an estimator that is not fitted yet, with its points and labels."""
    import lightgbm
    import numpy
    import xgboost
    from sklearn.datasets import load_diabetes, load_iris

    iris, kinds = load_iris(return_X_y=True)
    sugar, progress = load_diabetes(return_X_y=True, scaled=False)
    gaps = iris.copy()
    gaps[::3, 2:] = 0
    gaps[1::5, 3] = 1e-36
    kinds_of = numpy.column_stack([numpy.arange(150) * 7 % 40, iris[:, 2], numpy.arange(150) % 4]).astype(float)
    small = {"n_estimators": 3, "max_depth": 3}
    leaves = {"n_estimators": 3, "num_leaves": 6, "verbose": -1}
    return {
        "xgboost-three-classes.json": (xgboost.XGBClassifier(**small), iris, kinds),
        "xgboost-binary.ubj": (xgboost.XGBClassifier(**small), iris, kinds),
        "xgboost-two-classes.json": (xgboost.XGBClassifier(**small), iris, kinds == 1),
        "xgboost-forest.json": (xgboost.XGBRFClassifier(**small, random_state=0), iris, kinds),
        "xgboost-dart.json": (xgboost.XGBRegressor(**small, booster="dart", rate_drop=0.5), sugar, progress),
        "xgboost-poisson.json": (xgboost.XGBRegressor(**small, objective="count:poisson"), sugar, progress),
        "xgboost-targets.json": (xgboost.XGBRegressor(**small), sugar, numpy.c_[progress, -progress]),
        "xgboost-linear.json": (xgboost.XGBClassifier(n_estimators=3, booster="gblinear"), iris, kinds),
        "lightgbm-three-classes.txt": (lightgbm.LGBMClassifier(**leaves), iris, kinds),
        "lightgbm-two-classes.json": (lightgbm.LGBMClassifier(**leaves), iris, kinds == 1),
        "lightgbm-forest.txt": (
            lightgbm.LGBMClassifier(**leaves, boosting_type="rf", bagging_fraction=0.5, bagging_freq=1),
            iris,
            kinds,
        ),
        "lightgbm-zeros.txt": (lightgbm.LGBMClassifier(**leaves, zero_as_missing=True), gaps, kinds),
        "lightgbm-regression.txt": (lightgbm.LGBMRegressor(**leaves), sugar, progress),
        "xgboost-categories.json": (
            xgboost.XGBClassifier(**small, enable_categorical=True, feature_types=["c", "q", "c"], max_cat_to_onehot=2),
            kinds_of,
            kinds_of[:, 0] * 3 % 5 > kinds_of[:, 2],
        ),
        "lightgbm-categories.txt": (
            lightgbm.LGBMClassifier(
                **leaves, categorical_feature=[0, 2], min_data_per_group=1, cat_smooth=0, min_data_in_leaf=3
            ),
            kinds_of,
            kinds_of[:, 0] * 3 % 5 > kinds_of[:, 2],
        ),
    }


def main() -> None:
    """Fit, save, and ask."""
    sys.path[:0] = [str(HERE.parent), str(HERE.parents[2])]
    from fitted import hitting

    from exchange.reader import read_model

    answers = {}
    for name, (model, points, labels) in models().items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(points, labels)
        path = HERE / name
        if name.startswith("xgboost"):
            model.save_model(path)
        elif path.suffix == ".json":
            path.write_text(json.dumps(model.booster_.dump_model()))
        else:
            model.booster_.save_model(path)
        trained = read_model(path)
        rows = hitting(trained.network, points[::10], 8)
        answers[name] = {"rows": rows, "scores": scores(model, rows)}
    (HERE / "scores.json").write_text(json.dumps(answers).replace('"rows"', '\n"rows"') + "\n")


def scores(model: Any, rows: list[list[float]]) -> list[list[float]]:
    """Return margins or raw scores: what the tool adds up before any sigmoid, softmax or exp."""
    import numpy

    raw = {"output_margin": True} if "XGB" in type(model).__name__ else {"raw_score": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = numpy.asarray(model.predict(numpy.array(rows), **raw), dtype=numpy.float64)
    if getattr(model, "boosting_type", None) == "rf":  # its raw score is the sum, but predictions begin from the mean
        found /= model.n_estimators
    return found.reshape(len(rows), -1).tolist()


if __name__ == "__main__":
    main()
